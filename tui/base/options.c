#include "tui/base/options.h"

#include <stdlib.h>
#include <string.h>
#include "content/base/language.h"
#include "tui/base/i18n.h"

#define FLAG(long_name, letter, field, text)                                                       \
    {                                                                                              \
        long_name, letter, 0, G_OPTION_ARG_NONE, &options->field, text, NULL                       \
    }
#define STRING(long_name, letter, field, text, argument)                                           \
    {                                                                                              \
        long_name, letter, 0, G_OPTION_ARG_STRING, &options->field, text, argument                 \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, 0, 0, 0, NULL, NULL, NULL                                                            \
    }

/* GLib takes "--redact=none" for "--redact". Names of the options without a value, lent. */
static GPtrArray *flags;

static void add_entries(GOptionContext *context, const GOptionEntry *entries)
{
    g_option_context_add_main_entries(context, entries, "whybounce");
    for (const GOptionEntry *entry = entries; entry->long_name; entry++)
        if (entry->arg == G_OPTION_ARG_NONE)
            g_ptr_array_add(flags, (gpointer)(guintptr)entry->long_name);
}

static gboolean flags_have_no_values(int argc, char **argv, GError **error)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
        const char *name = g_str_has_prefix(argv[i], "--") ? argv[i] + 2 : "";
        for (guint j = 0; j < flags->len; j++) {
            const char *flag = flags->pdata[j];
            if (!g_str_has_prefix(name, flag) || name[strlen(flag)] != '=')
                continue;
            g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                        _("--%s takes no value: leave out what stands behind it"), flag);
            return FALSE;
        }
    }
    return TRUE;
}

static void add_output(GOptionContext *context, Options *options)
{
    const GOptionEntry entries[] = {
        FLAG("json", 0, json, N_("one case document a line")),
        FLAG("text", 0, text, N_("a text report (the default without a terminal)")),
        FLAG("markdown", 0, markdown, N_("a Markdown report")),
        FLAG("html", 0, html, N_("an HTML report")),
        FLAG("interactive", 'i', interactive, N_("the wizard, also when the mail comes by a pipe")),
        FLAG("plain", 0, plain, N_("the wizard as numbered questions, without curses")),
        FLAG("ascii", 0, ascii, N_("draw with ASCII characters only")),
        FLAG("no-ascii", 0, no_ascii, N_("draw lines with other characters, in Chinese too")),
        FLAG("verbose", 'v', verbose, N_("also the rules that fired, and those that came near")),
        STRING("color", 0, color, N_("colours: auto, always or never"), N_("WHEN")),
        STRING("lang", 0, lang, N_("language: en or zh_CN"), N_("LANGUAGE")),
        STRING("reply-lang", 0, reply_lang, N_("language of the words to others: en or zh_CN"),
               N_("LANGUAGE")),
        FLAG("redact", 0, redact, N_("pseudonyms for addresses, message ids and subjects")),
        FLAG("redact-ip", 0, redact_ip, N_("the same, and for the sending IP")),
        FLAG("no-redact", 0, no_redact, N_("no pseudonyms, in saved files either")),
        END};
    add_entries(context, entries);
}

static void add_questions(GOptionContext *context, Options *options)
{
    const GOptionEntry entries[] = {
        FLAG("offline", 0, offline, N_("send no packet")),
        FLAG("watch", 0, watch, N_("ask again until it is fixed")),
        FLAG("authority", 0, authority,
             N_("ask the name servers of the domain too, even if nothing is wrong")),
        FLAG("no-authority", 0, no_authority, N_("never ask them")),
        FLAG("public", 0, public, N_("ask well-known public resolvers too: the names go there")),
        FLAG("no-public", 0, no_public, N_("never ask public resolvers")),
        FLAG("strict", 0, strict, N_("check: exit status 1 also where the domain is only weak")),
        FLAG("record", 0, record,
             N_("with --json: also the bounce and all answers, to open the case again")),
        {"resolver", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->resolvers,
         N_("ask this server instead of those of resolv.conf (may be repeated)"), "ADDR[@PORT]"},
        {"zone", 0, 0, G_OPTION_ARG_FILENAME, &options->zone,
         N_("lay the records of a zone file over the DNS"), N_("FILE")},
        {"timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options->timeout,
         N_("time for all questions together"), N_("SECONDS")},
        END};
    add_entries(context, entries);
}

static void add_facts(GOptionContext *context, Options *options)
{
    const GOptionEntry entries[] = {
        STRING("sender", 0, sender, N_("the sender's address"), N_("ADDRESS")),
        STRING("recipient", 0, recipient, N_("the recipient's address"), N_("ADDRESS")),
        STRING("ip", 0, ip, N_("the IP that the mail was sent from"), "IP"),
        STRING("domain", 0, domain, N_("the sender's domain"), N_("DOMAIN")),
        STRING("selector", 0, selector, N_("the DKIM selector"), N_("SELECTOR")),
        STRING("helo", 0, helo, N_("the name that the sending server greets with"), N_("NAME")),
        STRING("cause", 0, cause, N_("judge this cause and not the one found"), "ID"),
        END};
    add_entries(context, entries);
}

static void add_logs(GOptionContext *context, Options *options)
{
    const GOptionEntry entries[] = {
        STRING("since", 0, since, N_("of a log, what was told from then on: 2026-11-24, 36h, 7d"),
               N_("TIME")),
        STRING("until", 0, until, N_("of a log, what was told until then"), N_("TIME")),
        FLAG("failed-only", 0, failed_only, N_("of a log, not what will be tried again")),
        FLAG("csv", 0, csv, N_("with summary: a table for spreadsheets")), END};
    g_option_context_add_main_entries(context, entries, "whybounce");
}

static void add_others(GOptionContext *context, Options *options)
{
    const GOptionEntry entries[] = {
        STRING("sample", 0, sample, N_("diagnose a bundled sample"), N_("NAME")),
        FLAG("no-history", 0, no_history, N_("keep no record of the case")),
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &options->config,
         N_("settings of this file instead of the usual one"), N_("FILE")},
        FLAG("no-config", 0, no_config, N_("read no file of settings")),
        STRING("sandbox", 0, sandbox,
               N_("auto, or require: refuse to run where what reads mail cannot be locked in"),
               N_("WHEN")),
        FLAG("print-config", 0, print_config,
             N_("print all settings, where they come from, and exit")),
        FLAG("lint-catalogue", 0, lint_catalogue, N_("check catalogue files and exit")),
        FLAG("version", 'V', version, N_("print the version and exit")),
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->arguments, NULL, NULL},
        END};
    add_entries(context, entries);
}

static const char summary[] = N_(
    "Tells why an e-mail bounced, asks the DNS whether that is so, and shows the mend.\n"
    "\n"
    "  whybounce                       the wizard\n"
    "  whybounce FILE...               a report of each bounce; - is the standard input\n"
    "  whybounce summary FILE...       what many bounces have in common: files, mailboxes, logs\n"
    "  whybounce check DOMAIN...       what would be refused of a domain's mail, and the mend\n"
    "  whybounce explain TEXT...       what an SMTP reply means\n"
    "  whybounce guide [NAME]          a guide or a term explained, or their list\n"
    "  whybounce cases [open ID]       the cases of the last days; delete ID, delete all\n"
    "  whybounce batch                 JSON Lines in, JSON Lines out: whybounce-engine(5)");

static gboolean validate(const Options *options, GError **error)
{
    const char *color = options->color ? options->color : "auto";
    const char *wrong = NULL;
    if (options->json + options->text + options->markdown + options->html + options->csv > 1)
        wrong = _("choose one of --json, --text, --markdown, --html and --csv");
    else if (strcmp(color, "auto") && strcmp(color, "always") && strcmp(color, "never"))
        wrong = _("--color is auto, always or never");
    else if (options->sandbox && strcmp(options->sandbox, "auto") &&
             strcmp(options->sandbox, "require"))
        wrong = _("--sandbox is auto or require");
    else if (options->reply_lang && language_from_name(options->reply_lang) == LANGUAGE_COUNT)
        wrong = _("--reply-lang is en or zh_CN");
    else if (options->timeout < 0 || options->timeout > 3600)
        wrong = _("--timeout is a number of seconds from 0 to 3600");
    else if (options->authority && options->no_authority)
        wrong = _("choose one of --authority and --no-authority");
    else if (options->public && options->no_public)
        wrong = _("choose one of --public and --no-public");
    else if (options->ascii && options->no_ascii)
        wrong = _("choose one of --ascii and --no-ascii");
    else if (options->no_redact && (options->redact || options->redact_ip))
        wrong = _("choose one of --redact, --redact-ip and --no-redact");
    else if (options->config && options->no_config)
        wrong = _("choose one of --config and --no-config");
    else if (options->offline && (options->watch || options->public || options->authority))
        wrong = _("--offline sends no packet: leave it out, or --watch, --public and --authority");
    if (wrong)
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, wrong);
    return wrong == NULL;
}

gboolean options_parse(Options *options, int argc, char **argv, GError **error)
{
    *options = (Options){0};
    g_autoptr(GOptionContext) context = g_option_context_new(_("[FILE...]"));
    g_option_context_set_translation_domain(context, "whybounce");
    g_option_context_set_summary(context, summary);
    g_option_context_set_description(context,
                                     "whybounce(1), whybounce-causes(7), whybounce-guides(7)");
    g_autoptr(GPtrArray) names = flags = g_ptr_array_new();
    add_output(context, options);
    add_questions(context, options);
    add_facts(context, options);
    add_logs(context, options);
    add_others(context, options);
    gboolean parsed = flags_have_no_values(argc, argv, error) &&
                      g_option_context_parse(context, &argc, &argv, error);
    if (!options->arguments)
        options->arguments = g_new0(char *, 1);
    return parsed && validate(options, error);
}

void options_clear(Options *options)
{
    g_strfreev(options->resolvers);
    g_strfreev(options->arguments);
    char *strings[] = {options->zone,    options->sender,   options->recipient,  options->ip,
                       options->domain,  options->selector, options->cause,      options->lang,
                       options->color,   options->sample,   options->reply_lang, options->config,
                       options->sandbox, options->helo,     options->since,      options->until};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_clear_pointer(&options->origins, g_hash_table_unref);
    *options = (Options){0};
}

const char *options_format(const Options *options)
{
    if (options->json)
        return "json";
    if (options->markdown)
        return "markdown";
    if (options->html)
        return "html";
    return options->text ? "text" : NULL;
}

RedactLevel options_redact(const Options *options, RedactLevel otherwise)
{
    if (options->redact_ip)
        return REDACT_ALL;
    if (options->no_redact)
        return REDACT_NONE;
    return options->redact ? REDACT_ADDRESSES : otherwise;
}

guint options_history_days(const Options *options)
{
    enum { USUAL = 30 };
    return options->history_days ? options->history_days : USUAL;
}
