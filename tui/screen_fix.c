/* Step 4: what happened, why, who acts, what now, the exact record. The verdict comes before all
 * else. */
#include "tui/case_words.h"

#include <string.h>
#include "tui/words.h"

#define STRING_MAX 255 /* octets of one character-string, RFC 1035 3.3 */

/* A TXT value as the zone file wants it: quoted, split where it is too long for one string. */
static char *zone_value(const char *type, const char *value)
{
    if (g_strcmp0(type, "TXT") != 0 || *value == '"')
        return g_strdup(value);
    GString *out = g_string_new(NULL);
    for (gsize left = strlen(value); left > 0;) {
        gsize part = MIN(left, STRING_MAX);
        g_string_append_printf(out, "%s\"%.*s\"", out->len > 0 ? " " : "", (int)part, value);
        value += part;
        left -= part;
    }
    return g_string_free(out, FALSE);
}

static void record(const json_t *fix, Page *page)
{
    const char *name = document_text(fix, "record.name"), *type = document_text(fix, "record.type");
    const char *value = document_text(fix, "record.value");
    g_autofree char *ttl = document_value(fix, "record.ttl");
    if (name == NULL || type == NULL || value == NULL)
        return;
    g_autofree char *quoted = zone_value(type, value);
    gboolean rooted = g_str_has_suffix(name, ".");
    page_blank(page);
    page_text(page, STYLE_LABEL, 2, _("The record, as a line of the zone:"));
    page_format(page, STYLE_CODE, 2, "%s%s %s IN %s %s", name, rooted ? "" : ".",
                ttl != NULL ? ttl : "3600", type, quoted);
    page_text(page, STYLE_LABEL, 2, _("The same for a form:"));
    g_autofree char *form = g_strdup_printf(_("Name: %s\nType: %s\nValue: %s"), name, type, value);
    page_text(page, STYLE_CODE, 2, form);
    if (json_is_true(document_get(fix, "proved")))
        page_text(page, STYLE_GOOD, 2, _("Tried: with this record the check passes."));
}

static void one_fix(const json_t *fix, Page *page)
{
    const char *who = document_text(fix, "who");
    page_blank(page);
    page_begin(page, 0);
    page_run(page, STYLE_TITLE, document_text(fix, "title"), -1);
    if (who != NULL) {
        g_autofree char *by = g_strdup_printf("  [%s]", who);
        page_run(page, STYLE_DIM, by, -1);
    }
    for (gsize i = 0; i < document_count(fix, "steps"); i++) {
        g_autofree char *number = g_strdup_printf("%u.", (guint)i + 1);
        page_marked(page, number, STYLE_PLAIN, 2, json_string_value(document_at(fix, "steps", i)));
    }
    record(fix, page);
}

static void avoid(const json_t *document, Page *page)
{
    gsize count = document_count(document, "cause.avoid");
    if (count > 0)
        page_heading(page, _("What does not help"));
    for (gsize i = 0; i < count; i++)
        page_marked(page, "-", STYLE_PLAIN, 2,
                    json_string_value(document_at(document, "cause.avoid", i)));
}

static void links(const json_t *document, Page *page)
{
    gsize count = document_count(document, "cause.links");
    if (count > 0)
        page_heading(page, _("To read on"));
    for (gsize i = 0; i < count; i++) {
        const json_t *link = document_at(document, "cause.links", i);
        page_marked(page, "-", STYLE_PLAIN, 2, document_text(link, "title"));
        page_text(page, STYLE_CODE, 4, document_text(link, "url"));
    }
}

static void compose(const Wizard *wizard, Page *page)
{
    const json_t *document = wizard_document(wizard);
    if (case_missing(wizard, page))
        return;
    page_text(page, STYLE_TITLE, 0, case_title(wizard));
    case_verdict(wizard, page);
    page_blank(page);
    page_pair(page, _("What happened"), STYLE_PLAIN, document_text(document, "cause.what"));
    page_pair(page, _("Why"), STYLE_PLAIN, document_text(document, "cause.why"));
    page_pair(page, _("Who must act"), STYLE_PLAIN, case_word(document, "acts"));
    page_pair(page, _("Not by DNS"), STYLE_PLAIN, document_text(document, "cause.unproven"));
    gsize count = document_count(document, "fixes");
    for (gsize i = 0; i < count; i++)
        one_fix(document_at(document, "fixes", i), page);
    if (count == 0 && wizard->domain_check)
        page_text(page, STYLE_PLAIN, 0, _("Nothing has to be mended."));
    avoid(document, page);
    links(document, page);
}

const Screen screen_fix = {"fix", N_("Fix"), 4, CONTEXT_FIX, -1, compose, NULL};
