"""Words of the frame and of the queue around its cards: (Arabic, English)."""

DESK = {
    "nav": ("أقسام اللوحة", "Sections"),
    "nav_queue": ("القائمة", "Queue"),
    "keys_button": ("الاختصارات", "Keys"),
}
