/* The table of options: command line, --help, file of settings and --print-config come from it. */
#include <stddef.h>

#include "tui/base/i18n.h"
#include "tui/base/options.h"

#define AT(field) offsetof(Options, field)

static const OptionWord formats[] = {
    {"json", "json", N_("one case document a line")},
    {"text", "text", N_("a text report (the default without a terminal)")},
    {"markdown", "markdown", N_("a Markdown report")},
    {"html", "html", N_("an HTML report")},
    {NULL, NULL, NULL}};

static const OptionWord redactions[] = {
    {"none", "no-redact", N_("no pseudonyms, in saved files either")},
    {"addresses", "redact", N_("pseudonyms for addresses, message ids and subjects")},
    {"all", "redact-ip", N_("the same, and for the sending IP")},
    {NULL, NULL, NULL}};

static const OptionWord colours[] = {
    {"auto", NULL, NULL}, {"always", NULL, NULL}, {"never", NULL, NULL}, {NULL, NULL, NULL}};

static const OptionWord sandboxes[] = {
    {"auto", NULL, NULL}, {"require", NULL, NULL}, {NULL, NULL, NULL}};

#define FLAG(field) OPTION_FLAG, AT(field), NULL, NULL
#define TEXT(field, argument) OPTION_TEXT, AT(field), NULL, argument
#define FILENAME(field) OPTION_FILE, AT(field), NULL, N_("FILE")
#define NO NULL /* no --no-name */

/* clang-format off */
const OptionRow option_rows[] = {
    {NULL, 0, NULL, OPTION_WORD, AT(format), formats, NULL, "", NO, NULL},
    {"interactive", 'i', NULL, FLAG(interactive), N_("the wizard, also when the mail comes by a pipe"), NO, NULL},
    {"verbose", 'v', NULL, FLAG(verbose), N_("also the rules that fired, and those that came near"), NO, NULL},
    {"plain", 0, NULL, FLAG(plain), N_("the wizard as numbered questions, without curses"), NO, NULL},
    {"lang", 0, "language", OPTION_LANGUAGE, AT(lang), NULL, N_("LANGUAGE"), N_("language: en or zh_CN"), NO, NULL},
    {"reply-lang", 0, "reply_language", OPTION_LANGUAGE, AT(reply_lang), NULL, N_("LANGUAGE"),
        N_("language of the words to others: en or zh_CN"), NO, NULL},
    {"color", 0, "colour", OPTION_WORD, AT(color), colours, N_("WHEN"), N_("colours: auto, always or never"), NO, "auto"},
    {"ascii", 0, "ascii", FLAG(ascii), N_("draw with ASCII characters only"),
        N_("draw lines with other characters, in Chinese too"), NULL},
    {NULL, 0, "redact", OPTION_WORD, AT(redact), redactions, NULL, "", NO, NULL},
    {"history", 0, "history", OPTION_DAYS, AT(history), NULL, N_("DAYS"), N_("keep sessions and cases for so long"),
        N_("keep no record of the case"), "30"},

    {"offline", 0, "offline", FLAG(offline), N_("send no packet"), N_("ask, even if the settings say offline"), "no"},
    {"watch", 0, NULL, FLAG(watch), N_("ask again until it is fixed"), NO, NULL},
    {"authority", 0, "authority", FLAG(authority),
        N_("ask the name servers of the domain too, even if nothing is wrong"), N_("never ask them"), NULL},
    {"public", 0, "public", FLAG(public), N_("ask well-known public resolvers too: the names go there"),
        N_("never ask public resolvers"), "no"},
    {"strict", 0, NULL, FLAG(strict), N_("check: exit status 1 also where the domain is only weak"), NO, NULL},
    {"record", 0, NULL, FLAG(record), N_("with --json: also the bounce and all answers, to open the case again"), NO, NULL},
    {"resolver", 0, "resolvers", OPTION_RESOLVERS, AT(resolvers), NULL, "ADDR[@PORT]",
        N_("ask this server instead of those of resolv.conf (may be repeated)"), NO, NULL},
    {"zone", 0, NULL, FILENAME(zone), N_("lay the records of a zone file over the DNS"), NO, NULL},
    {"timeout", 0, "timeout", OPTION_SECONDS, AT(timeout), NULL, N_("SECONDS"), N_("time for all questions together"), NO, NULL},

    {"sender", 0, NULL, TEXT(sender, N_("ADDRESS")), N_("the sender's address"), NO, NULL},
    {"recipient", 0, NULL, TEXT(recipient, N_("ADDRESS")), N_("the recipient's address"), NO, NULL},
    {"ip", 0, NULL, TEXT(ip, "IP"), N_("the IP that the mail was sent from"), NO, NULL},
    {"domain", 0, NULL, TEXT(domain, N_("DOMAIN")), N_("the sender's domain"), NO, NULL},
    {"selector", 0, NULL, TEXT(selector, N_("SELECTOR")), N_("the DKIM selector"), NO, NULL},
    {"helo", 0, NULL, TEXT(helo, N_("NAME")), N_("the name that the sending server greets with"), NO, NULL},
    {"cause", 0, NULL, TEXT(cause, "ID"), N_("judge this cause and not the one found"), NO, NULL},

    {"since", 0, NULL, TEXT(since, N_("TIME")), N_("of a log, what was told from then on: 2026-11-24, 36h, 7d"), NO, NULL},
    {"until", 0, NULL, TEXT(until, N_("TIME")), N_("of a log, what was told until then"), NO, NULL},
    {"csv", 0, NULL, FLAG(csv), N_("with summary: a table for spreadsheets"), NO, NULL},
    {"failed-only", 0, NULL, FLAG(failed_only), N_("of a log, not what will be tried again"), NO, NULL},

    {"sample", 0, NULL, TEXT(sample, N_("NAME")), N_("diagnose a bundled sample"), NO, NULL},
    {"config", 0, NULL, FILENAME(config), N_("settings of this file instead of the usual one"),
        N_("read no file of settings"), NULL},
    {"sandbox", 0, NULL, OPTION_WORD, AT(sandbox), sandboxes, N_("WHEN"),
        N_("auto, or require: refuse to run where what reads mail cannot be locked in"), NO, NULL},
    {"print-config", 0, NULL, FLAG(print_config), N_("print all settings, where they come from, and exit"), NO, NULL},
    {"lint-catalogue", 0, NULL, FLAG(lint_catalogue), N_("check catalogue files and exit"), NO, NULL},
    {"version", 'V', NULL, FLAG(version), N_("print the version and exit"), NO, NULL},
    {NULL, 0, NULL, OPTION_FLAG, 0, NULL, NULL, NULL, NULL, NULL}};
/* clang-format on */

G_STATIC_ASSERT(G_N_ELEMENTS(option_rows) <= OPTIONS_MAX);
