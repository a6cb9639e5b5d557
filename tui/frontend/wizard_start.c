#include "tui/frontend/wizard_start.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "content/base/safe_text.h"
#include "tui/base/inputs.h"
#include "tui/base/locale_charset.h"
#include "tui/base/request.h"
#include "tui/frontend/wizard_run.h"
#include "checks/confine/sandbox.h"
#include "tui/base/i18n.h"
#include "tui/base/sandbox_words.h"
#include "tui/screens/screen.h"

gboolean wizard_is_wanted(const Options *options)
{
    if (options->interactive || options->plain)
        return TRUE;
    return !options->format && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* A terminal that cannot place its cursor gets questions and answers. */
static gboolean is_dumb_terminal(void)
{
    const char *term = g_getenv("TERM");
    return !term || !*term || !strcmp(term, "dumb");
}

static Language reply_language(const Options *options, Language language)
{
    return options->reply_lang ? language_from_name(options->reply_lang) : language;
}

/* Line drawing characters are two columns wide in some Chinese terminals. */
static gboolean needs_ascii(const Options *options, Language language)
{
    gboolean wide = language == LANGUAGE_CHINESE && !options_said(options, "ascii");
    return options->ascii || wide || !g_get_charset(NULL);
}

static gboolean colour_is_wanted(const Options *options)
{
    return !options->color || strcmp(options->color, "never") != 0;
}

static Engine *restart_engine(gpointer data, GError **error)
{
    return engine_start(data, error);
}

static int fail(const GError *error, int status)
{
    g_autofree char *safe = safe_text(error->message, -1, SAFE_TEXT_ONE_LINE, 0);
    own_charset_print(stderr, "whybounce: %s\n", safe);
    return status;
}

/* The first input; with -i a pipe is the mail, and keys come from the terminal. */
static gboolean read_input_named(char *const *names, const Options *options, WizardOptions *wizard,
                                 GError **error)
{
    static char standard_input[] = "-";
    gboolean piped = options->interactive && !isatty(STDIN_FILENO);
    char *const first[] = {names[0] ? names[0] : piped ? standard_input : NULL, NULL};
    if (!first[0])
        return TRUE;
    g_autoptr(GPtrArray) inputs = inputs_list(first, error);
    if (!inputs || !inputs->len)
        return inputs != NULL;
    const Input *input = inputs->pdata[0];
    wizard->input = input_read(input, error);
    wizard->input_name = first[0];
    return wizard->input != NULL;
}

/* Built for the sanitizers nothing is locked in, and whoever does so knows. */
static void warn_of_sandbox(void)
{
    guint holds = UNDER_ASAN ? SANDBOX_ALL : sandbox_probe();
    g_autofree char *words = sandbox_words(holds);
    screen_start_warn(holds == SANDBOX_ALL ? NULL : words);
}

static int run(const Options *options, WizardOptions *wizard, const EngineOptions *engine_options)
{
    g_autoptr(GError) error = NULL;
    fflush(NULL);
    warn_of_sandbox();
    wizard->engine = engine_start(engine_options, &error);
    if (!wizard->engine)
        return fail(error, EX_OSERR);
    return options->plain || is_dumb_terminal() ? plain_run(wizard) : wizard_run(wizard);
}

int wizard_start(const Options *options, const EngineOptions *engine_options, Language language,
                 char *const *names, const char *domain)
{
    g_autoptr(GError) error = NULL;
    EngineOptions live = *engine_options;
    live.final_only = FALSE;
    WizardOptions wizard = {.restart = restart_engine,
                            .restart_data = &live,
                            .language = language,
                            .reply_language = reply_language(options, language),
                            /* A saved file may go anywhere. */
                            .redact = options_redact(options, REDACT_ADDRESSES),
                            .domain_check = domain != NULL,
                            .watch = options->watch,
                            .journal_days = options_history_days(options),
                            .ascii = needs_ascii(options, language),
                            .colour = colour_is_wanted(options)};
    json_t *template = request_template(options, language, &error);
    if (!template)
        return fail(error, EX_NOINPUT);
    if (domain)
        json_object_set_new(json_object_get(template, "facts"), "domain", json_string(domain));
    wizard.template = template;
    int status = domain || read_input_named(names, options, &wizard, &error)
                     ? run(options, &wizard, &live)
                     : fail(error, EX_NOINPUT);
    g_clear_pointer(&wizard.input, g_bytes_unref);
    json_decref(template);
    return status;
}
