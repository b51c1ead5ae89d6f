"""Everything the API says, in English; the tables of `ar`, code by code."""

PROBLEMS: dict[str, tuple[str, str]] = {
    # the request itself
    "request.malformed": (
        "Malformed request",
        "The request could not be read. Check its form and send it again.",
    ),
    "request.headers_too_large": ("Request headers too large", "Send the request with fewer headers."),
    "request.refused": ("This request cannot be accepted", "See the documentation, then try again."),
    "route.unknown": ("Nothing at this address", "Check the link; the page may have moved or gone."),
    "method.not_allowed": ("Method not available here", "The Allow header names the methods that are."),
    "media.unsupported": ("Unsupported media type", "Send the body as application/json in UTF-8."),
    "media.encoded": ("Encoded bodies are not accepted", "Send the body plain, without Content-Encoding."),
    "body.empty": ("Empty body", "Send a JSON object."),
    "body.not_utf8": ("Not UTF-8", "Send the body in UTF-8 without a byte order mark."),
    "body.not_json": ("Not valid JSON", "Check brackets, commas and quotation marks."),
    "body.not_object": ("Not a JSON object", "The body has to be one object in braces."),
    "body.duplicate_key": ("Duplicate field", "Name every field only once."),
    "body.too_deep": ("Nested too deeply", "Ten levels are the most."),
    "body.number_too_large": ("Number too large", "Send at most nineteen digits."),
    "body.too_large": ("Body too large", "Send a shorter one."),
    "body.invalid": ("Some fields need correction", "Correct the fields named in errors, then send again."),
    # limits, availability
    "limit.exceeded": ("Too many requests", "Wait a little, then try again."),
    "store.unavailable": ("Service unavailable for the moment", "Nothing was stored. Try again in a moment."),
    "error.internal": (
        "Something went wrong on our side",
        "It has been recorded. Try again later, and quote the request id if you write to us.",
    ),
    # repeats
    "idempotency.key_malformed": (
        "Malformed Idempotency-Key",
        "Send it once: 16 to 255 Latin letters, digits or any of . _ : -",
    ),
    "idempotency.key_reused": (
        "This key was used with another body",
        "Use a new key for a new request, or repeat the first one unchanged.",
    ),
    "idempotency.in_progress": (
        "The same request is still being handled",
        "Repeat it with the same key shortly.",
    ),
    # who asks
    "auth.required": ("Sign-in required", "Send your key as Authorization: Bearer."),
    "auth.invalid": ("Unknown or revoked key", "Check the key or ask for a new one."),
    "auth.scope_missing": (
        "Your key lacks this scope",
        "Ask the site's administrator for a key that has it.",
    ),
    "auth.role_missing": ("Your role does not allow this", "Ask an administrator for a wider role."),
    "request.cross_site": (
        "The request came from another site",
        "Open the page in the console, then repeat.",
    ),
    "request.token_wrong": ("This page is out of date", "Open the page anew, then repeat."),
    # things
    "not_found": ("Not found", "It may be gone, or the id is wrong."),
    "refused": ("Not allowed", "Ask the site's staff if you think this is a mistake."),
    "conflict": ("Things have changed meanwhile", "Look again, then repeat."),
    "error": ("The request could not be carried out", "Try again later."),
    "site.unknown": ("Unknown site", "Check the value of site in the address."),
    "article.unknown": ("Unknown article", "Only registered articles take comments here."),
    "article.comments_closed": ("Comments are closed", "This article takes no new comments."),
    "comment.not_found": ("Comment not found", "It may be gone, or the link is wrong."),
    "comment.transition_not_allowed": (
        "The comment's state does not allow this",
        "Look again to see the state it is in now.",
    ),
    "comment.not_checked": (
        "The checks of this comment are not done yet",
        "Wait a moment and repeat; nothing is published unchecked.",
    ),
    "comment.moved_meanwhile": ("The comment's state changed meanwhile", "Look again, then repeat."),
    "decision.stale": ("The comment changed after you read it", "Read the present text, then decide."),
    "case.claimed": ("A colleague is working on this comment", "Take another one, or wait until it is free."),
    "secret.cannot_decrypt": (
        "Stored data could not be opened",
        "Check the encryption keys with the operator.",
    ),
    # webhooks
    "webhook.not_found": ("Endpoint not found", "It may be gone, or the id is wrong."),
    "webhook.disabled": ("This endpoint is switched off", "Switch it on, then repeat."),
    "delivery.not_found": ("Delivery not found", "It may be gone, or the id is wrong."),
    "delivery.in_flight": ("An attempt of this delivery is under way", "Wait for its outcome, then repeat."),
    # moderation
    "reason.required": ("A reason is required", "Say why it is rejected or removed; the reader is told."),
    "reason.unknown": ("Unknown reason", "Use one of the codes in the documentation."),
    "mask.invalid": ("These spans cannot be covered", "Correct the spans named in errors, then send again."),
    "batch.not_found": ("Batch not found", "Nothing of it may have been done, or the id is wrong."),
    "list.not_found": ("List entry not found", "It may be gone, or the id is wrong."),
    "list.pattern_invalid": ("Invalid pattern", "Write it in RE2, in less than a thousand characters."),
    "list.pattern_backtracks": (
        "This pattern could run without end",
        "Back-references, look-around, possessive and atomic groups are refused; write it without them.",
    ),
    "list.pattern_too_large": (
        "The pattern is too large",
        "Shorten it, lower its repetitions, or write it as several entries.",
    ),
    "list.pattern_too_broad": (
        "The pattern would hit nearly everything",
        "It takes a single letter for a match; say more of what it is to find.",
    ),
    "list.value_invalid": (
        "Nothing can be found with this value",
        "Write a word, a phrase or a valid domain.",
    ),
    "sanction.not_found": ("Sanction not found", "Check the id; those that have ended are kept."),
    "database.empty": (
        "The database is empty",
        "Run `taliq db upgrade`, or set TALIQ_DATA_DIR or TALIQ_DATABASE_URL to the one that you mean.",
    ),
    "database.other_version": (
        "The database is of another version",
        "Run `taliq db upgrade` with the newest version.",
    ),
    "person.not_found": ("Nobody has this address", "`taliq user list` shows everybody."),
    "key.not_found": ("No live key has this id or name", "`taliq key list` shows them all."),
    "link.not_valid": (
        "This link has expired or was used already",
        "Ask the site's administrator for a new one.",
    ),
    "sign_in.too_many": ("Too many attempts to sign in", "Wait a moment and try again."),
    "token.wrong": (
        "The comment's token is wrong",
        "Use the token that came with the reply to your comment.",
    ),
    "model.file_invalid": ("The model's files cannot be used", "{path}: {problem}. {remedy}"),
    "learning.failed": ("Training failed", "{problem}"),
}

FAULTS: dict[str, str] = {
    "field.required": "This field is required.",
    "field.null": "This field cannot be null.",
    "field.unknown": "This field is not known.",
    "field.type": "The value has the wrong type.",
    "field.invalid": "The value is not valid.",
    "field.choice": "The value is none of the possible ones.",
    "field.range": "The number is out of range.",
    "field.too_short": "Too short; the least is {min}.",
    "field.too_long": "Too long; the most is {max}.",
    "time.invalid": "Write the time as RFC 3339 with its time zone.",
    "cursor.invalid": "This cursor is not valid; begin with the first page.",
    "text.forbidden": "The text has characters that cannot be stored or shown.",
    "text.blank": "Write something readable; nothing of the text can be seen.",
    "text.too_long": "The text is too long; {max} characters are the most.",
    "name.no_letter": "The name needs at least one letter.",
    "email.invalid": "This is not a valid e-mail address.",
    "url.invalid": "This is not a valid link; it has to begin with http or https.",
    "parent.unknown": "The comment you reply to is not public on this article.",
    "field.duplicate": "The list names a value twice.",
    "webhook.url_refused": "Events cannot be sent to this address: {reason}",
    # moderation
    "mask.pair": "Write two places: start and end.",
    "mask.outside": "Outside the body, which is {max} characters long.",
    "mask.not_publishing": "Only what is published can be covered.",
    "reason.malformed": "Write a code in small Latin letters, such as abuse.insult.",
    "list.too_short": "So short a value would hit too much; {min} letters are the least.",
    "list.one_address": "Write only the domain; to stop one person use a sanction.",
    "list.too_broad": "A punctuation mark alone would hit nearly every comment.",
    "list.pattern_invalid": "This is not valid RE2.",
    "list.pattern_backtracks": "Back-references, look-around, possessive and atomic groups are refused.",
    "list.pattern_too_large": "Too large: at most {max} characters, and few repetitions.",
    "list.pattern_too_broad": "A single letter is enough for it to match; make it narrower.",
    "list.value_invalid": "There is nothing in it that could be looked for.",
    "list.not_in_force": "No entry in force has this id.",
    "sanction.subject": "Name a comment or a domain, and not both.",
    "domain.invalid": "This is not a valid domain name.",
    "time.past": "This time has passed.",
    "policy.check_unknown": "There is no check of this name.",
    "policy.reject_below_hold": "Rejecting cannot begin below holding.",
    "key.scope_unknown": "There is no such scope.",
    "key.name_length": "A name has 1 to 200 characters.",
    "password.length": "A password has {least} to {most} characters.",
    "person.role_unknown": "Possible roles: {roles}.",
}

NOTICES: dict[str, str] = {
    "comment.pending": "Your comment is awaiting review.",
    "comment.held": "Your comment is waiting for an editor.",
    "comment.published": "Your comment is public.",
    "comment.rejected": "Your comment was not published.",
    "comment.removed": "Your comment was removed after publication.",
    "comment.withdrawn": "You withdrew your comment.",
    "comment.erased": "Your comment and your data were erased.",
    "comment.objection": "If you think this is a mistake, write to the site and name the comment's number.",
    # why a preview is not complete
    "preview.cut": "Only the newest {count} comments were looked at; `taliq policy preview` looks at all.",
    "preview.scores_not_stored": "Scores of {check} below {least} are neither kept nor acted on: a lower"
    " threshold counts as {least}.",
    "preview.counts_not_stored": "How fast an author writes is kept only beyond the present limit: up to"
    " {least} comments in ten minutes could not be judged anew.",
    # why an address cannot receive events
    "target.malformed": "It is not written as a web address.",
    "target.scheme": "It has to begin with https.",
    "target.port": "Only port 443 is allowed.",
    "target.userinfo": "It must not hold a user name or password.",
    "target.ip_literal": "Write a domain name instead of an IP address.",
    "target.own_address": "It is the address of this service itself.",
    "target.private_address": "The name leads to a private network or a reserved address.",
    "target.dns": "The name has no address in the domain name system.",
    "target.dns_timeout": "The domain name system did not answer in time; try again.",
}
