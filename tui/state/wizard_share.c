#include "tui/state/wizard_share.h"

#include <string.h>
#include "content/base/phrases.h"
#include "tui/report/case_changes.h"
#include "tui/base/document.h"
#include "tui/state/wizard_recipients.h"
#include "tui/state/wizard_recorded.h"

#define NAMES_MAX 20 /* addresses in the words to others; beyond it is said how many more */

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

/* "This is about 3 recipients: a, b, c." in the language of the words, NULL: about one. g_free() */
static char *about_recipients(const Wizard *wizard)
{
    g_autoptr(GArray) members = recipients_meant(wizard);
    if (members->len < 2)
        return NULL;
    Language language = wizard->reply_language;
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *count = g_strdup_printf("%u", members->len);
    g_autofree char *names = recipients_names(wizard, members, NAMES_MAX, language);
    g_hash_table_insert(values, (gpointer)(guintptr) "count", count);
    g_hash_table_insert(values, (gpointer)(guintptr) "recipients", names);
    return phrase_fill(language, phrase(language, "recipients.about"), values);
}

/* An e-mail is its subject, and its body below; whom it is about comes before the words. */
static char *part_text(const Wizard *wizard, SharePart part)
{
    const json_t *words = part_words(wizard, wizard_document(wizard), part);
    const char *subject = document_text(words, "subject"), *body = document_text(words, "body");
    const char *text = document_text(words, "");
    g_autofree char *about = about_recipients(wizard);
    g_autofree char *head = about != NULL ? g_strdup_printf("%s\n\n", about) : g_strdup("");
    if (subject != NULL && body != NULL)
        return g_strdup_printf("%s\n\n%s%s", subject, head, body);
    return text != NULL ? g_strconcat(head, text, NULL) : NULL;
}

Redaction *wizard_share_redaction(const Wizard *wizard)
{
    Redaction *redaction = redaction_new(wizard->redact_level != REDACT_NONE ? wizard->redact_level
                                                                             : REDACT_ADDRESSES);
    if (wizard_document(wizard) != NULL)
        redaction_learn(redaction, wizard_document(wizard));
    g_autoptr(GArray) members = recipients_meant(wizard);
    for (guint i = 0; i < MIN(members->len, NAMES_MAX); i++) {
        const WizardCase *one = wizard->cases->pdata[g_array_index(members, guint, i)];
        if (one->document != NULL && one->document != wizard_document(wizard))
            redaction_learn(redaction, one->document);
    }
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

gboolean wizard_share_copy(const Wizard *wizard, SharePart part, GPtrArray *effects)
{
    char *text = wizard_share_text(wizard, part);
    if (text != NULL)
        wizard_effect(effects, WIZARD_COPY)->bytes = g_bytes_new_take(text, strlen(text));
    return text != NULL;
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
