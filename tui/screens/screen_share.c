/* What goes to others: the reply to the customer, the ticket note, files. */
#include "tui/state/case_words.h"
#include "tui/screens/screen.h"

#include <string.h>
#include "tui/state/wizard_share.h"
#include "tui/base/i18n.h"

/* The languages by their own names. */
static const char *const language_names[LANGUAGE_COUNT] = {"English", "简体中文"};

static void compose_choice(Page *page, Command command, int argument, const char *text)
{
    page_item(page, command, argument);
    page_text(page, STYLE_PLAIN, 0, text);
}

static const char *redaction_state(gboolean on)
{
    return on ? _("replaced by pseudonyms") : _("as they are");
}

static const struct {
    const char *copy, *heading; /* to be translated */
} parts[] = {
    [SHARE_REPLY] = {N_("Copy the reply to the customer"), N_("Reply to the customer")},
    [SHARE_EMAIL] = {N_("Copy it as an e-mail"), NULL /* the same words once more */},
    [SHARE_NOTE] = {N_("Copy the note for the ticket"), N_("Note for the ticket")},
};

/* How the words are to be; only where there are some. */
static void compose_choices(const Wizard *wizard, Page *page)
{
    g_autofree char *language =
        g_strdup_printf(_("Language of these words: %s"), language_names[wizard->reply_language]);
    g_autofree char *redaction = g_strdup_printf(_("Addresses in what is copied: %s"),
                                                 redaction_state(wizard->redact_copies));
    compose_choice(page, COMMAND_REPLY_LANGUAGE, 0, language);
    compose_choice(page, COMMAND_REDACT, 0, redaction);
}

static void compose(const Wizard *wizard, Page *page)
{
    gboolean any = FALSE;
    if (case_missing(wizard, page))
        return;
    for (SharePart part = SHARE_REPLY; part <= SHARE_NOTE; part++) {
        g_autofree char *text = wizard_share_text(wizard, part);
        if (text != NULL)
            compose_choice(page, COMMAND_COPY, (int)part, _(parts[part].copy));
        any = any || text != NULL;
    }
    compose_choice(page, COMMAND_SCREEN, SCREEN_SAVE,
                   _("Save the case: .txt, .md, .html or .json"));
    if (any)
        compose_choices(wizard, page);
    for (SharePart part = SHARE_REPLY; part <= SHARE_NOTE; part++) {
        g_autofree char *text = wizard_share_text(wizard, part);
        if (parts[part].heading == NULL)
            continue;
        if (text != NULL)
            page_heading(page, _(parts[part].heading));
        page_text(page, STYLE_PLAIN, 2, text);
    }
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    switch (command) {
    case COMMAND_COPY:
        wizard_share_copy(wizard, (SharePart)CLAMP(argument, SHARE_REPLY, SHARE_NOTE), effects);
        return TRUE;
    case COMMAND_REPLY_LANGUAGE:
        wizard->reply_language = (wizard->reply_language + 1) % LANGUAGE_COUNT;
        return TRUE;
    case COMMAND_REDACT:
        wizard->redact_copies = !wizard->redact_copies;
        return TRUE;
    default:
        return FALSE;
    }
}

const Screen screen_share = {"share", N_("Share"), 4, CONTEXT_SHARE, 0, compose, handle};

/* Before a file is written: what of the person's and the customer's will stand in it. */
static void compose_save(const Wizard *wizard, Page *page)
{
    if (case_missing(wizard, page))
        return;
    g_autoptr(Redaction) redaction = wizard_share_redaction(wizard);
    const GPtrArray *list = redaction_list(redaction);
    g_autofree char *state = g_strdup_printf(_("Addresses and subjects in the file: %s"),
                                             redaction_state(wizard->redact_files));
    page_text(page, STYLE_TITLE, 0, _("Save the case"));
    page_blank(page);
    compose_choice(page, COMMAND_SAVE, 0, _("Save as ... (.txt, .md, .html or .json)"));
    compose_choice(page, COMMAND_REDACT, 0, state);
    page_heading(page, wizard->redact_files ? _("What is replaced, in every place")
                                            : _("What stands in the file as it is"));
    for (guint i = 0; i < list->len; i++) {
        const Replacement *one = list->pdata[i];
        g_autofree char *line = wizard->redact_files
                                    ? g_strdup_printf("%s -> %s", one->original, one->pseudonym)
                                    : g_strdup(one->original);
        page_text(page, STYLE_CODE, 2, line);
    }
    if (list->len == 0)
        page_text(page, STYLE_PLAIN, 2, _("nothing: the case names no address"));
    page_text(page, STYLE_DIM, 2,
              _("In .json the text of the bounce is treated in the same way, with whatever else of "
                "this kind stands in it."));
}

static gboolean handle_save(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)argument;
    (void)effects;
    if (command == COMMAND_REDACT)
        wizard->redact_files = !wizard->redact_files;
    else if (command == COMMAND_SAVE && wizard_document(wizard) != NULL)
        wizard_open_field(wizard, FIELD_SAVE, 0, "bounce.md");
    else
        return FALSE;
    return TRUE;
}

const Screen screen_save = {"save", N_("Save"), 4, CONTEXT_SHARE, 0, compose_save, handle_save};
