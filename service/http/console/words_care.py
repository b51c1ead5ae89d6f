"""Words about care for the people at the desk: (Arabic, English)."""

CARE = {
    "severe": ("نص قاسٍ مطويّ: {reason}", "Severe text, folded: {reason}"),
    "severe_open": ("افتحه حين تكون مستعداً", "Open it when you are ready"),
    "nav_care": ("راحتك", "Your care"),
    "care_title": ("ما يريحك في العمل", "What makes the work easier on you"),
    "care_lead": (
        "هذه الاختيارات لك وحدك، ولا يراها غيرك. قراءة القسوة ساعات طويلة تُتعب، وهذا طبيعي.",
        "These choices are yours alone; nobody else sees them. "
        "Reading cruelty for hours is tiring, and that is normal.",
    ),
    "care_fold": ("اطوِ النصوص القاسية حتى أفتحها", "Fold severe texts until I open them"),
    "care_pause": ("اعرض عليّ استراحة بعد نصوص قاسية متتالية", "Offer me a pause after a run of severe texts"),
    "care_save": ("حفظ", "Save"),
    "care_saved": ("حُفظ اختيارك.", "Saved."),
    "pause_title": ("استراحة قصيرة؟", "A short pause?"),
    "pause_lead": (
        "مرّت بك نصوص قاسية كثيرة في وقت قصير. القائمة تنتظر، وما حُجز لك يعود إلى زملائك.",
        "You have read many severe texts in a short time. "
        "The queue can wait; what you have claimed goes back to your colleagues.",
    ),
    "pause_take": ("أستريح", "Take a pause"),
    "pause_on": ("أتابع", "Go on"),
    "rest_title": ("خذ وقتك", "Take your time"),
    "rest_lead": (
        "ابتعد عن الشاشة دقائق، واشرب شيئاً، وانظر إلى شيء بعيد. إن بقي في نفسك أثر مما قرأت فحدّث به زميلاً أو مسؤولك.",
        "Leave the screen for some minutes, drink something, look at something far away. "
        "If something you read stays with you, talk to a colleague or your editor about it.",
    ),
    "rest_back": ("العودة إلى القائمة", "Back to the queue"),
}
