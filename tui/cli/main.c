/* whybounce: from the command line to the part of the program that was asked for. */
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "checks/confine/sandbox.h"
#include "checks/engine/engine.h"
#include "content/help/guides.h"
#include "content/base/safe_text.h"
#include "content/base/suggestion.h"
#include "tui/cli/report_run.h"
#include "tui/cli/batch_run.h"
#include "tui/cli/cases_run.h"
#include "tui/cli/config.h"
#include "tui/cli/guide_run.h"
#include "tui/cli/lint_run.h"
#include "tui/base/options.h"
#include "tui/base/locale_charset.h"
#include "tui/base/sandbox_words.h"
#include "tui/cli/standard_streams.h"
#include "tui/cli/watch_run.h"
#include "tui/frontend/wizard_start.h"
#include "tui/base/i18n.h"

/* What is left of the command line once the options are taken. */
typedef struct {
    Options *options;
    Language language;
    EngineOptions engine;
    BatchRun batch;
} Program;

static int usage(const char *message)
{
    g_autofree char *safe = safe_text(message, -1, SAFE_TEXT_ONE_LINE, 0);
    own_charset_print(stderr, _("whybounce: %s (see whybounce --help)\n"), safe);
    return EX_USAGE;
}

static int by_name(gconstpointer a, gconstpointer b)
{
    const char *const *first = a, *const *second = b;
    return strcmp(*first, *second);
}

/* The person's own entries of a kind, by name, so that a later file overrides an earlier one. */
static char **own_files(const char *kind)
{
    GPtrArray *files = g_ptr_array_new();
    g_autofree char *folder = g_build_filename(g_get_user_config_dir(), "whybounce", kind, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, ".yaml"))
            g_ptr_array_add(files, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(files, by_name);
    g_ptr_array_add(files, NULL);
    return (char **)g_ptr_array_free(files, FALSE);
}

static int run_check(Program *program, char *const *arguments)
{
    if (!arguments[0])
        return usage(_("check needs a domain"));
    const Options *options = program->options;
    gboolean is_one = !arguments[1] && wizard_is_wanted(options);
    if (options->interactive || options->plain || is_one)
        return wizard_start(options, &program->engine, program->language, arguments, arguments[0]);
    if (options->watch)
        return arguments[1] ? usage(_("--watch takes one input or domain"))
                            : watch_run_check(&program->batch, &watch_world, arguments[0]);
    return batch_run_check(&program->batch, arguments);
}

static int run_explain(Program *program, char *const *arguments)
{
    if (!arguments[0])
        return usage(_("explain needs the words of a reply, or a code"));
    if (!arguments[1] && glossary_find(arguments[0]) && g_str_equal(program->batch.format, "text"))
        return guide_run(arguments, program->language);
    return batch_run_explain(&program->batch, arguments);
}

static int run_batch(Program *program, char *const *arguments)
{
    if (arguments[0])
        return usage(_("batch takes no arguments: it reads the standard input"));
    const char *refused = batch_refuses(program->options);
    return refused ? usage(refused) : batch_serve(&program->batch, STDIN_FILENO);
}

static int run_guide(Program *program, char *const *arguments)
{
    return guide_run(arguments, program->language);
}

static int run_cases(Program *program, char *const *arguments)
{
    return cases_run(&program->batch, arguments);
}

static int run_inputs(Program *program, char *const *names)
{
    static char standard_input[] = "-";
    char *const none_named[] = {standard_input, NULL};
    if (wizard_is_wanted(program->options))
        return wizard_start(program->options, &program->engine, program->language, names, NULL);
    if (!names[0] && isatty(STDIN_FILENO))
        own_charset_put(_("whybounce: paste the bounce, then press Ctrl-D on a line of its own\n"),
                        stderr);
    if (!names[0])
        names = none_named;
    if (program->options->watch)
        return names[1] ? usage(_("--watch takes one input or domain"))
                        : watch_run_input(&program->batch, &watch_world, names[0]);
    return batch_run_inputs(&program->batch, names);
}

static int run_summary(Program *program, char *const *arguments)
{
    if (!arguments[0])
        return usage(_("summary needs files, mailboxes or logs; - is the standard input"));
    return batch_run_summary(&program->batch, arguments);
}

/* A command of the command line: its row is all there is to say of it. */
typedef struct {
    const char *name;
    const char *arguments; /* as --help shows them */
    const char *help;      /* to be translated */
    int (*run)(Program *program, char *const *arguments);
} Verb;

static int run_help(Program *program, char *const *arguments);
static int run_version(Program *program, char *const *arguments);

static const Verb verbs[] = {
    {"summary", "FILE...", N_("what many bounces have in common: files, mailboxes, logs"),
     run_summary},
    {"check", "DOMAIN...", N_("what would be refused of a domain's mail, and the mend"), run_check},
    {"explain", "TEXT...", N_("what an SMTP reply means"), run_explain},
    {"guide", "[NAME]", N_("a guide or a term explained, or their list"), run_guide},
    {"cases", "[open ID]", N_("the cases of the last days; delete ID, delete all"), run_cases},
    {"batch", "", N_("JSON Lines in, JSON Lines out: whybounce-engine(5)"), run_batch},
    {"help", "", N_("this list"), run_help},
    {"version", "", N_("the version"), run_version},
};

static void add_line(GString *text, const char *name, const char *arguments, const char *help)
{
    g_autofree char *line = g_strdup_printf("whybounce %s %s", name, arguments);
    g_string_append_printf(text, "%s  %-30s  %s", text->len ? "\n" : "", g_strstrip(line), help);
}

/* All of them, as --help lists them. */
static char *verbs_shown(void)
{
    GString *text = g_string_new(NULL);
    add_line(text, "", "", _("the wizard"));
    add_line(text, "FILE...", "", _("a report of each bounce; - is the standard input"));
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        add_line(text, verbs[i].name, verbs[i].arguments, _(verbs[i].help));
    return g_string_free(text, FALSE);
}

static int run_help(Program *program G_GNUC_UNUSED, char *const *arguments G_GNUC_UNUSED)
{
    char name[] = "whybounce", help[] = "--help";
    char *words[] = {name, help, NULL};
    g_autofree char *commands = verbs_shown();
    Options unused;
    options_parse(&unused, 2, words, commands, NULL); /* prints and exits */
    return EX_SOFTWARE;
}

/* What is no file may be a misspelt command: ": did you mean "check"?" or "". */
static char *verb_meant(const char *word)
{
    const char *names[G_N_ELEMENTS(verbs) + 1] = {NULL};
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        names[i] = verbs[i].name;
    gboolean may_be = !g_file_test(word, G_FILE_TEST_EXISTS) && !strpbrk(word, "/.-");
    return may_be ? suggestion(word, names) : g_strdup("");
}

static int run_verb(Program *program)
{
    char *const *arguments = program->options->arguments;
    for (guint i = 0; arguments[0] && i < G_N_ELEMENTS(verbs); i++)
        if (!strcmp(arguments[0], verbs[i].name))
            return verbs[i].run(program, arguments + 1);
    g_autofree char *meant = verb_meant(arguments[0] ? arguments[0] : "-");
    if (*meant) {
        g_autofree char *what =
            g_strdup_printf(_("there is no file or command \"%s\"%s"), arguments[0], meant);
        return usage(what);
    }
    return run_inputs(program, arguments);
}

static int print_config(const Options *options)
{
    g_autofree char *shown = config_shown(options);
    return fputs(shown, stdout) == EOF ? EX_IOERR : EX_OK;
}

static int run(Program *program)
{
    Options *options = program->options;
    if (options->print_config)
        return print_config(options);
    if (options->lint_catalogue)
        return lint_run(options->arguments);
    if (options->sample && g_strcmp0(options->arguments[0], "batch"))
        return batch_run_sample(&program->batch, options->sample);
    return run_verb(program);
}

/* Where tests have their name servers. */
static guint16 authority_port(void)
{
    const char *text = g_getenv("WHYBOUNCE_AUTHORITY_PORT");
    guint64 port = 0;
    if (text)
        g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT16, &port, NULL);
    return (guint16)port;
}

static char *own_public_resolvers(void)
{
    g_autofree char *file =
        g_build_filename(g_get_user_config_dir(), "whybounce", "public_resolvers.yaml", NULL);
    return g_file_test(file, G_FILE_TEST_EXISTS) ? g_steal_pointer(&file) : NULL;
}

static int bad_config(const GError *error)
{
    g_autofree char *safe = safe_text(error->message, -1, SAFE_TEXT_ONE_LINE, 0);
    own_charset_print(stderr, "whybounce: %s\n", safe);
    return EX_CONFIG;
}

static int print_version(void)
{
    g_autofree char *locked_in = sandbox_words(sandbox_probe());
    own_charset_print(stdout, "whybounce " VERSION "\n%s\n", locked_in);
    return EX_OK;
}

static int run_version(Program *program G_GNUC_UNUSED, char *const *arguments G_GNUC_UNUSED)
{
    return print_version();
}

/* FALSE, and it is said: the person wants all of the sandbox, and this system lacks some of it. */
static gboolean sandbox_suffices(const Options *options)
{
    guint holds = g_strcmp0(options->sandbox, "require") ? SANDBOX_ALL : sandbox_probe();
    g_autofree char *words = sandbox_words(holds);
    if (holds != SANDBOX_ALL)
        own_charset_print(stderr, "whybounce: %s\n", words);
    return holds == SANDBOX_ALL;
}

static int start(Options *options)
{
    Program program = {.options = options};
    g_autoptr(GError) error = NULL;
    if (options->version)
        return print_version();
    if (!config_apply(options, &error))
        return bad_config(error);
    program.language = words_init(options->lang);
    if (program.language == LANGUAGE_COUNT)
        return usage(_("--lang is en or zh_CN"));
    if (!sandbox_suffices(options))
        return EX_CONFIG;
    g_auto(GStrv) causes = own_files("causes");
    g_auto(GStrv) lists = own_files("lists");
    g_autofree char *public_resolvers = own_public_resolvers();
    program.engine.public_resolvers_file = public_resolvers;
    program.engine.authority_port = authority_port();
    program.engine.catalogue_files = causes;
    program.engine.list_files = lists;
    program.engine.locked_in = !g_strcmp0(options->sandbox, "require");
    program.engine.final_only = TRUE; /* the wizard asks for more */
    program.batch = (BatchRun){.options = options,
                               .engine_options = &program.engine,
                               .format = options->format ? options->format : "text",
                               .language = program.language};
    return run(&program);
}

int main(int argc, char **argv)
{
    Options options;
    g_autoptr(GError) error = NULL;
    standard_streams_guard();
    signal(SIGPIPE, SIG_IGN);
    words_init(NULL);
    g_autofree char *commands = verbs_shown();
    int status = options_parse(&options, argc, argv, commands, &error) ? start(&options)
                                                                       : usage(error->message);
    options_clear(&options);
    return status;
}
