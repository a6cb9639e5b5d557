/* The domain check: no bounce at hand. */
#include "tui/screens/screen.h"

#include "tui/state/wizard_request.h"
#include "tui/base/i18n.h"

static const guint fields[] = {FACT_DOMAIN, FACT_IP, FACT_SENDER, FACT_SELECTOR, FACT_HELO};
static const char *const hints[] = {N_("(needed) example.org"), N_("(if known) 192.0.2.25"),
                                    N_("(if known) me@example.org"), N_("(if known) s1"),
                                    N_("(if known) mail.example.org")};

static void compose(const Wizard *wizard, Page *page)
{
    page_text(page, STYLE_TITLE, 0, _("Check a domain"));
    page_text(
        page, STYLE_DIM, 0,
        _("All checks for the domain that mail is sent from: MX, SPF, DKIM, DMARC, reverse DNS, "
          "block lists."));
    page_blank(page);
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *value = wizard->domain[fields[i]];
        page_item(page, COMMAND_EDIT_DOMAIN, (int)fields[i]);
        page_pair(page, fields[i] == FACT_DOMAIN ? _("Domain") : _(fact_fields[fields[i]].label),
                  value != NULL ? STYLE_PLAIN : STYLE_DIM, value != NULL ? value : _(hints[i]));
    }
    page_blank(page);
    page_item(page, COMMAND_CHECK_DOMAIN, 0);
    page_text(page, STYLE_TITLE, 0, _("Check it"));
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    if (command == COMMAND_EDIT_DOMAIN && argument >= 0 && argument < FACT_COUNT) {
        wizard_open_field(wizard, FIELD_DOMAIN, argument, wizard->domain[argument]);
        return TRUE;
    }
    if (command != COMMAND_CHECK_DOMAIN)
        return FALSE;
    if (wizard->domain[FACT_DOMAIN] == NULL) {
        wizard_say(wizard, _("Which domain? Enter on the first line edits it."));
        return TRUE;
    }
    wizard_check_domain(wizard, effects);
    wizard_go(wizard, SCREEN_CHECK);
    return TRUE;
}

const Screen screen_domain = {"domain", N_("Domain check"), 1, CONTEXT_MENU, 0, compose, handle};
