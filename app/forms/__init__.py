"""Forms: the catalogue's fields as WTForms classes, and the few forms the desk itself has."""
