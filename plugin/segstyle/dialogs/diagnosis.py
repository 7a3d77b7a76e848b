"""How things stand: the core, this machine, networks' weights, room taken; a report of it."""

from gi.repository import GLib

from dialogs.gtk import Gdk, Gtk, column, grid, window
from report import MEBIBYTE
from texts import _, plural, told

AGAIN, COPY, SAVE = 1, 2, 3
SIZE = 620, 640
WEIGHTS_HEIGHT = 150
WORDS = 60
FOLDERS = {
    "weights": _("Networks' weights"),
    "caches": _("Caches"),
    "styles": _("Own styles"),
}


class DiagnosisDialog:
    """Shows a diagnosis; leaving the ``with`` block closes it.

    ``connect(use, write)`` sets what is called with another command for the core, and with a
    file's path and the report.
    """

    say = None

    def __init__(self, command, changeable):
        self._report = ""
        self._words = Gtk.Label(label=_("Starting"), xalign=0.0, wrap=True, max_width_chars=WORDS)
        self._bar = Gtk.ProgressBar()
        self._facts = grid()
        self._weights = Gtk.ListStore(str, str)
        self._command = Gtk.Entry(text=command, hexpand=True, sensitive=changeable)
        self._command.set_tooltip_text(
            _("The command that starts SegStyle's core, such as: ssh gpubox segstyle worker")
            if changeable
            else _("Set by the environment variable SEGSTYLE_CORE")
        )
        self._use_button = Gtk.Button(label=_("_Use"), use_underline=True, sensitive=False)
        self._command.connect("changed", self._typed)
        self._command.connect("activate", lambda _entry: self._use_button.clicked())
        self._use_button.connect("clicked", lambda _button: self._use_command())
        self._dialog = self._window()
        self._have_report("")

    def __enter__(self):
        self._dialog.show_all()
        self._dialog.get_widget_for_response(Gtk.ResponseType.CLOSE).grab_focus()
        return self

    def __exit__(self, *_exception):
        self._dialog.destroy()

    def connect(self, use, write):
        """Set what is called when the user wants another core, or the report in a file."""
        self._use, self._write = use, write

    def run(self):
        """Wait until the user closes it (False), or wants another core (True)."""
        while True:
            response = self._dialog.run()
            if response == COPY:
                Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).set_text(self._report, -1)
                self.tell(_("The report is in the clipboard."))
            elif response == SAVE:
                self._save()
            else:
                return response == AGAIN

    def show(self, fraction, text, _seconds_left):
        """Show how far the core is."""
        self._bar.set_opacity(1.0)
        self._bar.set_fraction(min(1.0, max(0.0, fraction)))
        self.tell(told(text))

    def tell(self, text):
        """Show some words."""
        self._words.set_text(text)

    def show_found(self, found, report):
        """Show what the protocol's ``diagnose`` gives."""
        self._clear()
        for row, (label, value) in enumerate(_facts_of(found)):
            self._attach(row, label, value)
        for one in sorted(found["weights"], key=lambda one: not one["ready"]):
            state = GLib.format_size(one["bytes"]) if one["ready"] else _("missing")
            self._weights.append([told(one["title"]), state])
        missing = sum(not one["ready"] for one in found["weights"])
        text = plural("{} network is not installed.", "{} networks are not installed.", missing)
        self.tell(" ".join([_("The core works."), *([text.format(missing)] if missing else [])]))
        self._have_report(report)

    def show_error(self, text, report):
        """Say why the core does not work."""
        self._clear()
        self.tell(text)
        self._have_report(report)

    def _window(self):
        dialog = window(
            _("SegStyle Settings and Diagnosis"),
            "segstyle-diagnosis",
            (_("_Copy Report"), COPY),
            (_("_Save Report…"), SAVE),
            (_("C_lose"), Gtk.ResponseType.CLOSE),
        )
        dialog.set_resizable(True)
        dialog.set_default_size(*SIZE)
        dialog.set_default_response(Gtk.ResponseType.CLOSE)
        label = Gtk.Label(label=_("Co_re:"), use_underline=True, mnemonic_widget=self._command)
        core = Gtk.Box(spacing=6)
        core.pack_start(label, False, False, 0)
        core.pack_start(self._command, True, True, 0)
        core.pack_start(self._use_button, False, False, 0)
        content = column(12)
        content.set_border_width(12)
        for widget in (core, self._words, self._bar, self._facts):
            content.pack_start(widget, False, False, 0)
        content.pack_start(self._list(), True, True, 0)
        dialog.get_content_area().pack_start(content, True, True, 0)
        return dialog

    def _list(self):
        shown = Gtk.TreeView(model=self._weights, enable_search=False)
        for place, title in enumerate((_("Networks' weights"), _("Size"))):
            cell = Gtk.CellRendererText(xalign=float(place))
            heading = Gtk.TreeViewColumn(title, cell, text=place)
            heading.set_expand(place == 0)
            shown.append_column(heading)
        scrolled = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        scrolled.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
        scrolled.set_min_content_height(WEIGHTS_HEIGHT)
        scrolled.add(shown)
        return scrolled

    def _attach(self, row, label, value):
        name = Gtk.Label(label=label, xalign=0.0, yalign=0.0)
        name.get_style_context().add_class("dim-label")
        text = Gtk.Label(label=value, xalign=0.0, wrap=True, selectable=True)
        text.set_max_width_chars(WORDS)
        self._facts.attach(name, 0, row, 1, 1)
        self._facts.attach(text, 1, row, 1, 1)
        name.show()
        text.show()

    def _clear(self):
        self._bar.set_opacity(0.0)
        self._weights.clear()
        for child in self._facts.get_children():
            child.destroy()

    def _have_report(self, report):
        self._report = report
        for response in (COPY, SAVE):
            self._dialog.set_response_sensitive(response, bool(report))

    def _typed(self, _entry):
        self._use_button.set_sensitive(bool(self._command.get_text().strip()))

    def _use_command(self):
        try:
            self._use(self._command.get_text())
        except (RuntimeError, ValueError) as error:
            self.tell(str(error))
            return
        self._use_button.set_sensitive(False)
        self._have_report("")
        self._dialog.response(AGAIN)

    def _save(self):
        chooser = Gtk.FileChooserNative(
            title=_("Save the Report"),
            transient_for=self._dialog,
            action=Gtk.FileChooserAction.SAVE,
            do_overwrite_confirmation=True,
        )
        chooser.set_current_name("segstyle-report.txt")
        if chooser.run() == Gtk.ResponseType.ACCEPT:
            self._write(chooser.get_filename(), self._report)
        chooser.destroy()


def _facts_of(found):
    packages = ", ".join(f"{name} {version}" for name, version in found["packages"].items())
    memory, free = (
        GLib.format_size(found[key] * MEBIBYTE) for key in ("memory_mib", "free_memory_mib")
    )
    yield _("SegStyle"), found["version"]
    yield _("Python"), f"{found['python']}\n{found['executable']}"
    yield _("Packages"), packages
    yield _("Device"), _device(found)
    yield _("Memory"), _("{}, {} of it free").format(memory, free)
    yield _("ONNX Runtime"), found["provider"] or _("no network to run")
    for folder in found["folders"]:
        label = FOLDERS.get(folder["holds"], folder["holds"])
        yield label, f"{GLib.format_size(folder['bytes'])}\n{folder['path']}"


def _device(found):
    if not found["device"]:
        return _("none, for torch is not installed: segmenting and quick looks only")
    return _("{}, calculating in {}").format(found["device"], found["number_format"])
