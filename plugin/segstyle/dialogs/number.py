"""A number to be typed, or changed by steps."""

from dialogs.gtk import Gtk


def number(value, least, most, step, changed):
    """A spin button; ``changed()`` is called when the user has changed the number."""
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    button = Gtk.SpinButton(numeric=True, digits=digits, activates_default=True)
    button.set_range(least, most)
    button.set_increments(step, 5 * step)
    button.set_value(value)
    button.connect("value-changed", lambda _button: changed())
    return button
