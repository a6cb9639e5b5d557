#include "tui/state/wizard_ask.h"

#include <string.h>
#include "content/text/read_address.h"
#include "tui/base/document.h"
#include "tui/state/wizard_request.h"
#include "tui/base/i18n.h"

const char *missing_label(const char *fact)
{
    static const char *const labels[][2] = {{"sender", N_("Sender's address")},
                                            {"recipient", N_("Recipient")},
                                            {"ip", N_("Sending IP")},
                                            {"selector", N_("DKIM selector")}};
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
        if (g_strcmp0(fact, labels[i][0]) == 0)
            return _(labels[i][1]);
    return _("Sender's address");
}

/* Without a world to ask, an answer proves nothing. */
static gboolean can_ask(const Wizard *wizard)
{
    const json_t *offline = json_object_get(wizard->template, "offline");
    return wizard->screen == SCREEN_IDENTIFY && wizard->field == FIELD_NONE &&
           wizard->sample_zone == NULL && wizard->recorded == NULL && !wizard->guided &&
           !wizard->domain_check &&
           (!json_is_true(offline) || json_object_get(wizard->template, "zone") != NULL);
}

/* What is asked for first; a selector only once nothing else has proved the cause. NULL: nothing.
 */
static const json_t *wanted(const WizardCase *one)
{
    const json_t *first = document_at(one->document, "missing", 0);
    return document_is(first, "fact", "selector") && !one->done ? NULL : first;
}

void wizard_ask(Wizard *wizard)
{
    WizardCase *selected = wizard_case(wizard);
    if (selected == NULL || selected->document == NULL || selected->asked_for || !can_ask(wizard))
        return;
    if (wanted(selected) == NULL)
        return;
    selected->asked_for = TRUE;
    wizard_open_field(wizard, FIELD_ASK, 0, NULL);
}

static const char *wanted_fact(const WizardCase *one)
{
    return document_text(document_at(one->document, "missing", 0), "fact");
}

const char *wizard_ask_label(const Wizard *wizard)
{
    const WizardCase *selected = wizard_case(wizard);
    return missing_label(selected != NULL ? wanted_fact(selected) : NULL);
}

char *wizard_ask_reason(const Wizard *wizard)
{
    const char *why = document_text(document_at(wizard_document(wizard), "missing", 0), "why");
    return g_strdup_printf(_("%s: %s. Enter skips."), wizard_ask_label(wizard),
                           why != NULL ? why : "");
}

/* "Received: from ...", or several lines: what a mail program shows as the source of a mail. */
static gboolean is_header(const char *text)
{
    static const char *const names[] = {"received:",
                                        "return-path:",
                                        "from:",
                                        "delivered-to:",
                                        "dkim-signature:",
                                        "arc-",
                                        "authentication-",
                                        "message-id:",
                                        "received-spf:",
                                        "x-",
                                        "to:",
                                        "date:"};
    if (strchr(text, '\n') != NULL)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strncasecmp(text, names[i], strlen(names[i])) == 0)
            return TRUE;
    return FALSE;
}

/* Which of a request's "facts" the text is; NULL: none. *value is g_free()d. */
static const char *kind_of_answer(const char *text, const char *fact, char **value)
{
    gsize length = strlen(text);
    Span span;
    char *ip = ip_canonical(text, length);
    *value = ip != NULL ? ip : g_strdup(text);
    if (ip != NULL)
        return "ip";
    if (is_header(text))
        return "headers";
    if (address_next(text, length, 0, &span)) {
        g_free(*value);
        *value = g_strndup(text + span.start, span.end - span.start);
        return g_strcmp0(fact, "recipient") == 0 ? "recipient" : "sender";
    }
    if (g_strcmp0(fact, "selector") == 0 && strpbrk(text, " \t") == NULL)
        return "selector";
    if (host_next(text, length, 0, &span) && span.start == 0 && span.end == length)
        return "domain";
    return NULL;
}

/* A selector may be pasted with all of its name: "s1._domainkey.example.org". */
static void add_fact(json_t *facts, const char *key, const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    char *below = strcmp(key, "selector") == 0 ? strstr(valid, "._domainkey") : NULL;
    if (below != NULL)
        *below = '\0';
    json_object_set_new(facts, key, json_string(valid));
}

static void remember(Wizard *wizard, const char *key, const char *value)
{
    if (!wizard->remember || (strcmp(key, "sender") != 0 && strcmp(key, "domain") != 0))
        return;
    if (g_ptr_array_find_with_equal_func(wizard->typed, value, g_str_equal, NULL))
        return;
    g_ptr_array_insert(wizard->typed, 0, g_strdup(value));
    if (strcmp(key, "sender") == 0 && strchr(value, '@') != NULL)
        g_ptr_array_insert(wizard->typed, 1, g_strdup(strrchr(value, '@') + 1));
    while (wizard->typed->len > TYPED_MAX)
        g_ptr_array_remove_index(wizard->typed, wizard->typed->len - 1);
}

gboolean wizard_ask_take(Wizard *wizard, const char *text, GPtrArray *effects)
{
    WizardCase *selected = wizard_case(wizard);
    g_autofree char *fact = g_strdup(selected != NULL ? wanted_fact(selected) : NULL);
    g_autofree char *value = NULL;
    const char *key = kind_of_answer(text, fact, &value);
    if (selected == NULL || fact == NULL)
        return TRUE;
    if (key == NULL) {
        wizard_say(wizard, _("That is no address, domain, IP or header line."));
        wizard_open_field(wizard, FIELD_ASK, 0, text);
        return FALSE;
    }
    g_autoptr(GArray) same = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < wizard->cases->len; i++) {
        WizardCase *one = wizard->cases->pdata[i];
        gboolean shares = one != selected && one->cause == NULL && selected->cause == NULL &&
                          json_object_size(one->facts) == 0 &&
                          g_strcmp0(wanted_fact(one), fact) == 0;
        if (!shares && one != selected)
            continue;
        add_fact(one->facts, key, value);
        one->asked_for = TRUE;
        g_array_append_val(same, i);
    }
    remember(wizard, key, value);
    wizard->edits++;
    wizard_diagnose_cases(wizard, same, effects);
    wizard_go(wizard, SCREEN_CHECK);
    return TRUE;
}
