#include "tui/wizard_share.h"

#include "tui/case_changes.h"
#include "tui/document.h"
#include "tui/wizard_recorded.h"

static const char *part_key(SharePart part)
{
    static const char *const keys[] = {"reply", "reply_email", "note"};
    return keys[part];
}

/* In the language of the words to others; else as the case has it. Lent, may be NULL. */
static json_t *part_words(const Wizard *wizard, const json_t *document, SharePart part)
{
    g_autofree char *path = g_strdup_printf("cause.translations.%s.%s",
                                            language_name(wizard->reply_language), part_key(part));
    g_autofree char *own = g_strdup_printf("cause.%s", part_key(part));
    json_t *words = document_get(document, path);
    return words != NULL ? words : document_get(document, own);
}

/* An e-mail is its subject, and its body below. */
static char *part_text(const Wizard *wizard, SharePart part)
{
    const json_t *words = part_words(wizard, wizard_document(wizard), part);
    const char *subject = document_text(words, "subject"), *body = document_text(words, "body");
    if (subject != NULL && body != NULL)
        return g_strdup_printf("%s\n\n%s", subject, body);
    return g_strdup(document_text(words, ""));
}

Redaction *wizard_share_redaction(const Wizard *wizard)
{
    Redaction *redaction = redaction_new(wizard->redact_level != REDACT_NONE ? wizard->redact_level
                                                                             : REDACT_ADDRESSES);
    if (wizard_document(wizard) != NULL)
        redaction_learn(redaction, wizard_document(wizard));
    return redaction;
}

char *wizard_share_text(const Wizard *wizard, SharePart part)
{
    char *text = part_text(wizard, part);
    if (text == NULL || !wizard->redact_copies)
        return text;
    g_autoptr(Redaction) redaction = wizard_share_redaction(wizard);
    char *clean = redaction_text(redaction, text);
    g_free(text);
    return clean;
}

static void set_words(const Wizard *wizard, json_t *document)
{
    json_t *cause = document_get(document, "cause");
    for (SharePart part = SHARE_REPLY; part <= SHARE_NOTE; part++) {
        json_t *words = part_words(wizard, document, part);
        if (words != NULL)
            json_object_set(cause, part_key(part), words);
    }
    if (cause != NULL)
        json_object_del(cause, "translations");
}

json_t *wizard_share_document(const Wizard *wizard)
{
    const WizardCase *selected = wizard_case(wizard);
    if (selected == NULL || selected->document == NULL)
        return NULL;
    json_t *document = wizard_recorded_document(wizard);
    set_words(wizard, document);
    if (selected->before != NULL)
        json_object_set_new(document, "changes", case_changes(selected->before, document));
    if (!wizard->redact_files)
        return document;
    g_autoptr(Redaction) redaction = wizard_share_redaction(wizard);
    json_t *clean = redaction_document(redaction, document);
    json_decref(document);
    return clean;
}
