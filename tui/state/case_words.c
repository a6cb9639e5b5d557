#include "tui/state/case_words.h"

#include <string.h>
#include "tui/report/route.h"
#include "tui/base/i18n.h"

const char *case_word(const json_t *document, const char *key)
{
    const char *word = document_text(document_get(document, "words"), key);
    if (word == NULL)
        word = document_text(document, key);
    if (word == NULL && g_str_equal(key, "kind"))
        word = document_text(document, "input.kind");
    return word;
}

const char *case_title(const Wizard *wizard)
{
    const json_t *document = wizard_document(wizard);
    const char *title = document_text(document, "cause.title");
    if (title == NULL && wizard->domain_check)
        title = _("Domain check");
    return title != NULL ? title : _("No known cause fits");
}

Style case_verdict_style(const json_t *document)
{
    if (document_is(document, "verdict", "confirmed"))
        return STYLE_BAD;
    if (document_is(document, "verdict", "ruled-out"))
        return STYLE_GOOD;
    return STYLE_UNKNOWN;
}

void case_check_verdict(const json_t *document, Page *page)
{
    enum { WORST_SHOWN = 3 };
    gboolean refused = document_is(document, "check.verdict", "refused");
    gboolean unknown = document_is(document, "check.verdict", "could-not-ask");
    gsize count = document_count(document, "check.refused");
    page_text(page,
              refused   ? STYLE_BAD
              : unknown ? STYLE_UNKNOWN
                        : STYLE_GOOD,
              0, document_text(document, "check.sentence"));
    for (gsize i = 0; i < MIN(count, WORST_SHOWN); i++) {
        const json_t *fault = document_at(document, "check.refused", i);
        g_autofree char *number = g_strdup_printf("%u.", (guint)i + 1);
        page_marked(page, number, STYLE_PLAIN, 2, json_string_value(document_at(fault, "text", 0)));
    }
}

void case_verdict(const Wizard *wizard, Page *page)
{
    const json_t *document = wizard_document(wizard);
    const char *word = case_word(document, "verdict");
    const char *reason = document_text(document, "verdict_reason");
    if (wizard_asking(wizard)) {
        page_begin(page, 0);
        page_run(page, STYLE_WARNING, _("Asking the DNS"), -1);
        if (wizard->asked > 0) {
            g_autofree char *count =
                g_strdup_printf(_(": %d of %d answers"), wizard->answered, wizard->asked);
            page_run(page, STYLE_PLAIN, count, -1);
        }
        return;
    }
    if (wizard->domain_check)
        case_check_verdict(document, page);
    if (word == NULL || wizard->domain_check)
        return;
    page_begin(page, 0);
    page_run(page, case_verdict_style(document), word, -1);
    if (reason != NULL) {
        page_run(page, STYLE_PLAIN, _(": "), -1);
        page_run(page, STYLE_PLAIN, reason, -1);
    }
}

static const char *first_text(const json_t *document, const char *const *paths)
{
    for (; *paths != NULL; paths++)
        if (document_text(document, *paths) != NULL)
            return document_text(document, *paths);
    return NULL;
}

void case_path(const json_t *document, Page *page)
{
    static const char *const paths[][4] = {
        {"facts.sender", "facts.sender_domain"},
        {"facts.source_ip", "facts.helo"},
        {"facts.remote_mta.name", "facts.remote_mta.ip", "facts.recipient_domain"},
        {"facts.recipient"}};
    static const char *const missing[] = {N_("(sender unknown)"), N_("(sending host unknown)"),
                                          N_("(receiving host unknown)"),
                                          N_("(recipient unknown)")};
    const char *stations[G_N_ELEMENTS(paths)];
    guint known = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        stations[i] = first_text(document, paths[i]);
        known += stations[i] != NULL;
    }
    if (known < 3)
        return;
    guint broken = mail_path_broken(document);
    page_begin(page, 0);
    page_run(page, STYLE_LABEL, _("Way: "), -1);
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        if (i > 0)
            page_run(page, i == broken ? STYLE_BAD : STYLE_DIM,
                     i == broken ? _(" -X broken-> ") : " -> ", -1);
        if (stations[i] != NULL)
            page_run(page, STYLE_PLAIN, stations[i], -1);
        else
            page_run(page, STYLE_DIM, _(missing[i]), -1);
    }
}

char *case_speaker(const json_t *document)
{
    const char *name = document_text(document, "facts.remote_mta.name");
    const char *ip = document_text(document, "facts.remote_mta.ip");
    const char *reporting = document_text(document, "facts.reporting_mta");
    if (name != NULL && ip != NULL)
        return g_strdup_printf("%s (%s)", name, ip);
    if (name != NULL || ip != NULL)
        return g_strdup(name != NULL ? name : ip);
    return g_strdup(reporting);
}

char *case_reply(const json_t *document)
{
    g_autofree char *code = document_value(document, "facts.reply_code");
    const char *status = document_text(document, "facts.enhanced_status");
    if (code != NULL && status != NULL)
        return g_strdup_printf("%s %s", code, status);
    return code != NULL ? g_steal_pointer(&code) : g_strdup(status);
}

gboolean case_missing(const Wizard *wizard, Page *page)
{
    if (wizard_document(wizard) != NULL)
        return FALSE;
    if (wizard->error != NULL)
        page_text(page, STYLE_BAD, 0, wizard->error);
    else if (wizard_asking(wizard))
        page_text(page, STYLE_WARNING, 0, _("Reading ..."));
    else
        page_text(page, STYLE_PLAIN, 0, _("Nothing to look at yet: paste a bounce first."));
    return TRUE;
}
