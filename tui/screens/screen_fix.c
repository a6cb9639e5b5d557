/* Step 4: what happened, why, who acts, what now, the exact record. The verdict comes before all
 * else. */
#include "tui/state/case_words.h"
#include "tui/screens/screen.h"

#include <string.h>
#include "tui/report/record_text.h"
#include "tui/state/wizard_recipients.h"
#include "tui/base/i18n.h"

#define RECORD_COLUMNS 72

/* The record in two dresses: a line of the zone, and the fields of a control panel's form. */
static void record(const json_t *document, const json_t *fix, Page *page)
{
    const json_t *published = document_get(fix, "record");
    g_autofree char *lines = record_zone_lines(published, RECORD_COLUMNS);
    g_autofree char *host = record_host(published, document_text(document, "facts.sender_domain"));
    g_autofree char *value = record_value(published);
    const char *type = document_text(published, "type");
    if (lines == NULL || host == NULL || value == NULL || type == NULL)
        return;
    page_blank(page);
    page_text(page, STYLE_LABEL, 3, _("The record, as it stands in a zone file:"));
    page_text(page, STYLE_CODE, 3, lines);
    page_text(page, STYLE_LABEL, 3, _("The same for a control panel:"));
    g_autofree char *form = g_strdup_printf(_("Host: %s\nType: %s\nValue: %s"), host, type, value);
    page_text(page, STYLE_CODE, 3, form);
    if (json_is_true(document_get(fix, "proved")))
        page_text(page, STYLE_GOOD, 3, _("Tried: with this record the check passes."));
}

static void one_fix(const json_t *document, const json_t *fix, Page *page)
{
    const char *who = document_text(fix, "who_word");
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
    record(document, fix, page);
}

static gboolean steps_name_recipient(const json_t *document)
{
    const char *recipient = document_text(document, "facts.recipient");
    for (gsize i = 0; recipient != NULL && i < document_count(document, "fixes"); i++) {
        const json_t *fix = document_at(document, "fixes", i);
        for (gsize j = 0; j < document_count(fix, "steps"); j++) {
            const char *step = json_string_value(document_at(fix, "steps", j));
            if (step != NULL && strstr(step, recipient) != NULL)
                return TRUE;
        }
    }
    return FALSE;
}

/* What steps and records are made of, save for the address itself. */
static gboolean is_like(const json_t *document, const json_t *other)
{
    static const char *const paths[] = {"facts.recipient_domain", "facts.sender_domain",
                                        "facts.source_ip", NULL};
    for (guint i = 0; paths[i] != NULL; i++)
        if (g_strcmp0(document_text(document, paths[i]), document_text(other, paths[i])) != 0)
            return FALSE;
    return TRUE;
}

/* The steps are those of one case, with its values filled in. */
static void others_too(const Wizard *wizard, const json_t *document, Page *page)
{
    g_autoptr(GArray) members = recipients_meant(wizard);
    gboolean like = TRUE;
    if (members->len < 2)
        return;
    for (guint i = 0; i < members->len; i++) {
        const WizardCase *one = wizard->cases->pdata[g_array_index(members, guint, i)];
        like = like && is_like(document, one->document);
    }
    page_blank(page);
    page_format(page, STYLE_PLAIN, 0,
                like ? _("The steps name %s; they are the same for each of the others.")
                     : _("The steps are those for %s; a shows the others, each with its own."),
                document_text(document, "facts.recipient"));
}

/* What is wrong beside the cause: it would come back as the next bounce. */
static void also_found(const json_t *document, Page *page)
{
    gboolean any = FALSE;
    for (gsize i = 0; i < document_count(document, "findings"); i++) {
        const json_t *finding = document_at(document, "findings", i);
        if (!document_is(finding, "effect", "context") ||
            json_is_true(document_get(finding, "advice")))
            continue;
        if (!any)
            page_heading(page, _("Also found"));
        any = TRUE;
        page_marked(page, "*", STYLE_WARNING, 2, document_text(finding, "text"));
    }
}

static void avoid(const json_t *document, Page *page)
{
    gsize count = document_count(document, "cause.avoid");
    if (count > 0)
        page_heading(page, _("What not to do"));
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

/* All that a fault is told with. */
static void one_fault(const json_t *document, const json_t *fault, guint number, Page *page)
{
    g_autofree char *mark = g_strdup_printf("%u.", number);
    page_blank(page);
    for (gsize i = 0; i < document_count(fault, "text"); i++)
        page_marked(page, i == 0 ? mark : "", STYLE_BAD, 0,
                    json_string_value(document_at(fault, "text", i)));
    page_pair(page, _("Who refuses"), STYLE_PLAIN, document_text(fault, "who"));
    page_pair(page, _("How sure"), STYLE_PLAIN, document_text(fault, "sure"));
    for (gsize i = 0; i < document_count(fault, "fixes"); i++)
        one_fix(document, document_at(fault, "fixes", i), page);
}

static void list(const json_t *document, const char *path, const char *heading, Page *page)
{
    gsize count = document_count(document, path);
    if (count > 0)
        page_heading(page, heading);
    for (gsize i = 0; i < count; i++) {
        const json_t *item = document_at(document, path, i);
        page_marked(page, "-", STYLE_PLAIN, 2,
                    json_string_value(json_is_object(item) ? document_at(item, "text", 0) : item));
    }
}

static void rules(const json_t *document, Page *page)
{
    page_heading(page, _("What Google, Yahoo and Microsoft demand of who sends much"));
    for (gsize i = 0; i < document_count(document, "check.bulk_rules"); i++) {
        const json_t *rule = document_at(document, "check.bulk_rules", i);
        g_autofree char *text = g_strdup_printf("[%s] %s", document_text(rule, "state_word"),
                                                document_text(rule, "text"));
        page_marked(page, "-", STYLE_PLAIN, 2, text);
    }
}

/* The domain check: what would be refused, each with its mend, then the rest. */
static void compose_check(const Wizard *wizard, Page *page)
{
    const json_t *document = wizard_document(wizard);
    page_text(page, STYLE_TITLE, 0, case_title(wizard));
    page_text(page, STYLE_PLAIN, 0, document_text(document, "check.sentence"));
    gsize count = document_count(document, "check.refused");
    for (gsize i = 0; i < count; i++)
        one_fault(document, document_at(document, "check.refused", i), (guint)i + 1, page);
    list(document, "check.weak", _("What is weak, but not refused"), page);
    list(document, "check.unknown", _("What could not be asked, or not be told"), page);
    list(document, "check.in_order", _("What is in order"), page);
    rules(document, page);
}

static void compose(const Wizard *wizard, Page *page)
{
    const json_t *document = wizard_document(wizard);
    if (case_missing(wizard, page))
        return;
    if (wizard->domain_check && !wizard_asking(wizard)) {
        compose_check(wizard, page);
        return;
    }
    page_text(page, STYLE_TITLE, 0, case_title(wizard));
    case_verdict(wizard, page);
    recipients_line(wizard, page);
    page_blank(page);
    page_pair(page, _("What happened"), STYLE_PLAIN, document_text(document, "cause.what"));
    page_pair(page, _("Why"), STYLE_PLAIN, document_text(document, "cause.why"));
    page_pair(page, _("Who must act"), STYLE_PLAIN, case_word(document, "acts"));
    const char *unproven = document_text(document, "cause.unproven");
    if (!document_is(document, "verdict", "confirmed") &&
        !document_is(document, "verdict_reason", unproven))
        page_pair(page, _("Not by DNS"), STYLE_PLAIN, unproven);
    gsize count = document_count(document, "fixes");
    if (steps_name_recipient(document))
        others_too(wizard, document, page);
    for (gsize i = 0; i < count; i++)
        one_fix(document, document_at(document, "fixes", i), page);
    const char *basis = document_text(document, "verdict_basis");
    if (basis != NULL) {
        page_blank(page);
        page_pair(page, _("Compared"), STYLE_PLAIN, basis);
    }
    if (!wizard->domain_check)
        also_found(document, page);
    avoid(document, page);
    links(document, page);
}

const Screen screen_fix = {"fix", N_("Fix"), 4, CONTEXT_FIX, -1, compose, NULL};
