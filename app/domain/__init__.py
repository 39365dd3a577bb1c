"""The rules of the service centre: values in, decisions out; standard library only."""
