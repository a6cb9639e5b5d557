#include "tui/state/wizard_recipients.h"

#include <string.h>
#include "content/base/phrases.h"
#include "tui/state/case_words.h"
#include "tui/report/check_table.h"
#include "tui/base/i18n.h"

/* What a group has in common. One that is still read is not yet one without a cause. */
static const char *group_key(const WizardCase *one)
{
    const char *cause = document_text(one->document, "cause.id");
    if (cause != NULL)
        return cause;
    return one->document == NULL && !one->done ? "?" : "";
}

static void group_unref(gpointer group)
{
    g_array_unref(group);
}

static int by_size(gconstpointer a, gconstpointer b)
{
    const GArray *first = *(GArray *const *)a, *second = *(GArray *const *)b;
    if (first->len != second->len)
        return first->len > second->len ? -1 : 1;
    return g_array_index(first, guint, 0) < g_array_index(second, guint, 0) ? -1 : 1;
}

GPtrArray *recipients_by_cause(const Wizard *wizard)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func(group_unref);
    g_autoptr(GHashTable) by_key = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < wizard->cases->len; i++) {
        const char *key = group_key(wizard->cases->pdata[i]);
        GArray *group = g_hash_table_lookup(by_key, key);
        if (group == NULL) {
            group = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(by_key, (gpointer)(guintptr)key, group);
            g_ptr_array_add(groups, group);
        }
        g_array_append_val(group, i);
    }
    g_ptr_array_sort(groups, by_size);
    return groups;
}

GArray *recipients_like(const Wizard *wizard, guint index)
{
    GArray *members = g_array_new(FALSE, FALSE, sizeof(guint));
    if (index >= wizard->cases->len)
        return members;
    const char *key = group_key(wizard->cases->pdata[index]);
    for (guint i = 0; i < wizard->cases->len; i++)
        if (strcmp(group_key(wizard->cases->pdata[i]), key) == 0)
            g_array_append_val(members, i);
    return members;
}

GArray *recipients_meant(const Wizard *wizard)
{
    if (!wizard->alone)
        return recipients_like(wizard, wizard->selected);
    GArray *members = g_array_new(FALSE, FALSE, sizeof(guint));
    if (wizard->selected < wizard->cases->len)
        g_array_append_val(members, wizard->selected);
    return members;
}

char *recipients_count(guint count)
{
    return g_strdup_printf(ngettext("%d recipient", "%d recipients", count), (int)count);
}

static const json_t *document_of(const Wizard *wizard, const GArray *members, guint at)
{
    const WizardCase *one = wizard->cases->pdata[g_array_index(members, guint, at)];
    return one->document;
}

/* "a, b and 3 more" */
static char *and_more(Language language, const char *names, guint more)
{
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *count = g_strdup_printf("%u", more);
    g_hash_table_insert(values, (gpointer)(guintptr) "recipients", (gpointer)(guintptr)names);
    g_hash_table_insert(values, (gpointer)(guintptr) "count", count);
    return phrase_fill(language, phrase(language, "recipients.more"), values);
}

char *recipients_names(const Wizard *wizard, const GArray *members, guint most, Language language)
{
    g_autoptr(GString) names = g_string_new(NULL);
    guint shown = MIN(members->len, most);
    for (guint i = 0; i < shown; i++) {
        const char *name = document_text(document_of(wizard, members, i), "facts.recipient");
        g_string_append_printf(names, "%s%s", i > 0 ? phrase(language, "recipients.comma") : "",
                               name != NULL ? name : "?");
    }
    return shown < members->len ? and_more(language, names->str, members->len - shown)
                                : g_strdup(names->str);
}

static const char *verdict_word(const WizardCase *one)
{
    const char *word = one->done ? case_word(one->document, "verdict") : _("asking ...");
    return word != NULL ? word : "?";
}

char *recipients_verdicts(const Wizard *wizard, const GArray *members)
{
    g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (guint i = 0; i < members->len; i++) {
        const char *word = verdict_word(wizard->cases->pdata[g_array_index(members, guint, i)]);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, word));
        if (count == 0)
            g_ptr_array_add(words, (gpointer)(guintptr)word);
        g_hash_table_replace(counts, (gpointer)(guintptr)word, GUINT_TO_POINTER(count + 1));
    }
    if (words->len == 1)
        return g_strdup(words->pdata[0]);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        const char *word = words->pdata[i];
        g_string_append(text, i > 0 ? _(", ") : "");
        /* TRANSLATORS: "3 confirmed", of so many recipients */
        g_string_append_printf(text, _("%u %s"),
                               GPOINTER_TO_UINT(g_hash_table_lookup(counts, word)), word);
    }
    return g_string_free(text, FALSE);
}

void recipients_line(const Wizard *wizard, Page *page)
{
    if (wizard->cases->len < 2)
        return;
    g_autoptr(GArray) members = recipients_meant(wizard);
    g_autofree char *count = recipients_count(members->len);
    g_autofree char *names = recipients_names(wizard, members, RECIPIENTS_SHOWN, wizard->language);
    g_autofree char *verdicts = recipients_verdicts(wizard, members);
    const char *own = case_word(wizard_document(wizard), "verdict");
    if (members->len > 1)
        page_format(page, STYLE_PLAIN, 0, _("For %s: %s"), count, names);
    else
        page_format(page, STYLE_PLAIN, 0, _("For %s alone"), names);
    if (members->len > 1 && !wizard_asking(wizard) && g_strcmp0(verdicts, own) != 0)
        page_format(page, STYLE_WARNING, 0, _("Not the same for all: %s (a shows each)"), verdicts);
}

void wizard_select_case(Wizard *wizard, guint index, gboolean alone)
{
    if (index >= wizard->cases->len)
        return;
    wizard->selected = index;
    wizard->alone = alone;
    wizard->rows_touched = FALSE;
    g_autoptr(GArray) rows = check_rows(wizard_case(wizard));
    wizard->views[SCREEN_CHECK].item = check_rows_follow(rows, rows, 0, FALSE);
    for (guint i = SCREEN_IDENTIFY; i <= SCREEN_FIX; i++)
        wizard->views[i].scroll = 0;
    wizard->views[SCREEN_IDENTIFY].item = -1;
}

void wizard_show_recipients(Wizard *wizard)
{
    g_autoptr(GPtrArray) groups = recipients_by_cause(wizard);
    wizard->group = wizard->selected;
    if (wizard->cases->len < 2)
        wizard_say(wizard, _("There is one recipient only."));
    else
        wizard_go_aside(wizard, groups->len > 1 ? SCREEN_CASES : SCREEN_GROUP);
}

ScreenId wizard_step_below(const Wizard *wizard)
{
    ScreenId below = wizard->depth > 0 ? wizard->below[0] : wizard->screen;
    return below >= SCREEN_IDENTIFY && below <= SCREEN_FIX ? below : SCREEN_IDENTIFY;
}
