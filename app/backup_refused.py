"""Why a backup is not made or not restored."""


class CannotBackUp(Exception):
    """One sentence why not; nothing was changed."""
