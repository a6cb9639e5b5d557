/* Options read by their table: the values of rows, and the command line by GOption. */
#include "tui/base/options.h"

#include <string.h>
#include "checks/dns/dns_server.h"
#include "content/base/language.h"
#include "content/base/suggestion.h"
#include "tui/base/i18n.h"

static gpointer place_of(const Options *options, const OptionRow *row)
{
    return (char *)(guintptr)options + row->place;
}

G_GNUC_PRINTF(2, 3)
static gboolean wrong(GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, what);
    return FALSE;
}

static gboolean take_flag(gboolean *place, const char *called, const char *word, GError **error)
{
    int value = settings_truth(word);
    *place = value == 1;
    return value >= 0 || wrong(error, _("%s is yes or no"), called);
}

static gboolean keep(char **place, const char *word)
{
    g_free(*place);
    *place = g_strdup(word);
    return TRUE;
}

static gboolean take_word(char **place, const OptionRow *row, const char *called, const char *word,
                          GError **error)
{
    g_autoptr(GString) allowed = g_string_new(NULL);
    for (const OptionWord *one = row->words; one->word; one++) {
        if (!strcmp(one->word, word))
            return keep(place, word);
        g_string_append_printf(allowed, "%s%s", allowed->len ? ", " : "", one->word);
    }
    return wrong(error, _("%s is one of: %s"), called, allowed->str);
}

static gboolean take_language(char **place, const char *called, const char *word, GError **error)
{
    g_autoptr(GString) allowed = g_string_new(NULL);
    Language language = language_from_name(word);
    if (language != LANGUAGE_COUNT)
        return keep(place, language_name(language));
    for (Language one = 0; one < LANGUAGE_COUNT; one++)
        g_string_append_printf(allowed, "%s%s", one ? ", " : "", language_name(one));
    return wrong(error, _("%s is one of: %s"), called, allowed->str);
}

static gboolean take_seconds(double *place, const char *called, const char *word, GError **error)
{
    char *end = NULL;
    double seconds = g_ascii_strtod(word, &end);
    if (!*word || *end || !(seconds > 0 && seconds <= 3600))
        return wrong(error, _("%s is a number of seconds from 0 to 3600"), called);
    *place = seconds;
    return TRUE;
}

static gboolean take_days(guint *place, const OptionRow *row, const char *called, const char *word,
                          GError **error)
{
    guint64 days = 0;
    int value = settings_truth(word);
    if (value == 1)
        days = (guint64)atoi(row->usual);
    else if (value < 0 && !g_ascii_string_to_unsigned(word, 10, 1, 3650, &days, NULL))
        return wrong(error, _("%s is yes, no, or a number of days up to 3650"), called);
    *place = (guint)days;
    return TRUE;
}

static gboolean take_resolvers(char ***place, const char *const *words, GError **error)
{
    if (!words[0])
        return wrong(error, "%s", _("no resolver is listed: add one, or remove this line"));
    for (const char *const *word = words; *word; word++) {
        DnsServer *server = dns_server_new(*word, error);
        if (!server)
            return FALSE;
        dns_server_free(server);
    }
    g_strfreev(*place);
    *place = g_strdupv((char **)(guintptr)words);
    return TRUE;
}

gboolean option_take(Options *options, const OptionRow *row, const char *called,
                     const char *const *words, GError **error)
{
    gpointer place = place_of(options, row);
    if (row->kind == OPTION_RESOLVERS)
        return take_resolvers(place, words, error);
    if (!words[0] || words[1])
        return wrong(error, _("%s is one value: write it behind the colon"), called);
    switch (row->kind) {
    case OPTION_FLAG:
        return take_flag(place, called, words[0], error);
    case OPTION_WORD:
        return take_word(place, row, called, words[0], error);
    case OPTION_LANGUAGE:
        return take_language(place, called, words[0], error);
    case OPTION_SECONDS:
        return take_seconds(place, called, words[0], error);
    case OPTION_DAYS:
        return take_days(place, row, called, words[0], error);
    default:
        return keep(place, words[0]);
    }
}

const OptionRow *option_of_setting(const char *name)
{
    for (const OptionRow *row = option_rows; row->help; row++)
        if (row->setting &&
            (!strcmp(row->setting, name) || (row->name && !strcmp(row->name, name))))
            return row;
    return NULL;
}

char *option_shown(const Options *options, const OptionRow *row)
{
    gconstpointer place = place_of(options, row);
    if (!option_origin(options, row))
        return g_strdup(row->usual ? row->usual : "~");
    switch (row->kind) {
    case OPTION_FLAG:
        return g_strdup(*(const gboolean *)place ? "yes" : "no");
    case OPTION_SECONDS:
        return g_strdup_printf("%g", *(const double *)place);
    case OPTION_DAYS:
        return *(const guint *)place ? g_strdup_printf("%u", *(const guint *)place)
                                     : g_strdup("no");
    case OPTION_RESOLVERS: {
        g_autofree char *list = g_strjoinv("\", \"", *(char **const *)place);
        return g_strdup_printf("[\"%s\"]", list);
    }
    default:
        return g_strdup(*(char *const *)place);
    }
}

const char *option_origin(const Options *options, const OptionRow *row)
{
    return options->origins[row - option_rows];
}

void option_set_origin(Options *options, const OptionRow *row, const char *said)
{
    keep(&options->origins[row - option_rows], said);
}

gboolean options_said(const Options *options, const char *name)
{
    for (const OptionRow *row = option_rows; row->help; row++)
        if (row->name && !strcmp(row->name, name))
            return option_origin(options, row) != NULL;
    g_return_val_if_reached(FALSE);
}

/* What --FLAG says: the row, and the value that needs no argument, NULL: it has one. */
static const OptionRow *find_flag(const char *flag, const char **value)
{
    *value = NULL;
    for (const OptionRow *row = option_rows; row->help; row++) {
        for (const OptionWord *word = row->words; word && word->word; word++)
            if (word->flag && !strcmp(word->flag, flag)) {
                *value = word->word;
                return row;
            }
        gboolean is_no = row->no_help && g_str_has_prefix(flag, "no-");
        gboolean named = row->name && !strcmp(row->name, is_no ? flag + 3 : flag);
        if (!named)
            continue;
        *value = is_no ? "no" : row->argument ? NULL : "yes";
        return row;
    }
    return NULL;
}

/* Two flags of one row contradict each other, unless one says what the other says and more. */
static gboolean is_contradicted(const Options *options, const OptionRow *row, const char *said,
                                GError **error)
{
    const char *before = option_origin(options, row);
    if (!before || g_str_has_prefix(before, said) || g_str_has_prefix(said, before))
        return FALSE;
    return !wrong(error, _("choose one of %s and %s"), before, said);
}

static gboolean on_option(const char *said, const char *text, gpointer data, GError **error)
{
    Options *options = data;
    const char *value, *letters = said[1] == '-' ? NULL : said + 1;
    const OptionRow *row = NULL;
    for (const OptionRow *one = option_rows; letters && one->help; one++)
        if (one->letter == letters[0])
            row = one;
    g_autofree char *called = row ? g_strdup_printf("--%s", row->name) : g_strdup(said);
    row = find_flag(called + 2, &value);
    g_return_val_if_fail(row, FALSE);
    if (is_contradicted(options, row, called, error))
        return FALSE;
    const char *before = option_origin(options, row);
    if (before && strlen(before) > strlen(called))
        return TRUE; /* --redact after --redact-ip */
    const char *words[] = {value ? value : text, NULL};
    g_auto(GStrv) all = g_strdupv((char **)(guintptr)words);
    if (row->kind == OPTION_RESOLVERS && options->resolvers) {
        g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
        g_strv_builder_addv(builder, (const char **)(guintptr)options->resolvers);
        g_strv_builder_add(builder, text);
        g_strfreev(all);
        all = g_strv_builder_end(builder);
    }
    option_set_origin(options, row, called);
    if (row->kind == OPTION_FILE && value)
        return TRUE; /* --no-config */
    return option_take(options, row, called, (const char *const *)(guintptr)all, error);
}

static void add_entry(GArray *entries, const char *name, const OptionRow *row, const char *argument,
                      const char *help)
{
    int flags = (argument ? 0 : G_OPTION_FLAG_NO_ARG) |
                (row->kind == OPTION_FILE && argument ? G_OPTION_FLAG_FILENAME : 0);
    GOptionEntry entry = {name,
                          argument || !row->argument ? row->letter : 0,
                          flags,
                          G_OPTION_ARG_CALLBACK,
                          (gpointer)(guintptr)on_option,
                          help,
                          argument};
    g_array_append_val(entries, entry);
}

/* --NAME, --no-NAME and the flags of words, as GOption wants them. */
static GArray *entries_of_table(Options *options)
{
    GArray *entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    for (const OptionRow *row = option_rows; row->help; row++) {
        if (row->name)
            add_entry(entries, row->name, row, row->argument, row->help);
        for (const OptionWord *word = row->words; word && word->word; word++)
            if (word->flag)
                add_entry(entries, word->flag, row, NULL, word->help);
        if (row->no_help) {
            g_autofree char *name = g_strdup_printf("no-%s", row->name);
            add_entry(entries, g_intern_string(name), row, NULL, row->no_help);
        }
    }
    GOptionEntry rest = {G_OPTION_REMAINING,  0,    0,   G_OPTION_ARG_FILENAME_ARRAY,
                         &options->arguments, NULL, NULL};
    g_array_append_val(entries, rest);
    return entries;
}

/* GLib takes "--redact=none" for "--redact". */
static gboolean flags_have_no_values(const GArray *entries, int argc, char **argv, GError **error)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
        const char *name = g_str_has_prefix(argv[i], "--") ? argv[i] + 2 : "";
        for (guint j = 0; j + 1 < entries->len; j++) {
            const GOptionEntry *entry = &g_array_index(entries, GOptionEntry, j);
            gsize length = strlen(entry->long_name);
            if (!entry->arg_description && !strncmp(name, entry->long_name, length) &&
                name[length] == '=')
                return wrong(error, _("--%s takes no value: leave out what stands behind it"),
                             entry->long_name);
        }
    }
    return TRUE;
}

static gboolean fit_together(const Options *options, GError **error)
{
    if (options->csv && options->format)
        return wrong(error, _("choose one of %s and %s"), "--csv",
                     "--json, --text, --markdown, --html");
    if (options->offline && (options->watch || options->public || options->authority))
        return wrong(
            error, "%s",
            _("--offline sends no packet: leave it out, or --watch, --public and --authority"));
    return TRUE;
}

/* "Unknown option --offlin": what was meant. */
static void suggest(const GArray *entries, GError **error)
{
    if (!error || !g_error_matches(*error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        return;
    const char *dashes = strstr((*error)->message, "--");
    g_autofree char *name =
        g_strndup(dashes ? dashes + 2 : "", dashes ? strcspn(dashes + 2, "= ") : 0);
    g_autofree const char **names = g_new0(const char *, entries->len + 1);
    for (guint i = 0; i + 1 < entries->len; i++)
        names[i] = g_array_index(entries, GOptionEntry, i).long_name;
    g_autofree char *meant = *name ? suggestion(name, names) : g_strdup("");
    g_autofree char *whole = g_strconcat((*error)->message, meant, NULL);
    g_free((*error)->message);
    (*error)->message = g_steal_pointer(&whole);
}

static const char summary[] =
    N_("Tells why an e-mail bounced, asks the DNS whether that is so, and shows the mend.");

gboolean options_parse(Options *options, int argc, char **argv, const char *commands,
                       GError **error)
{
    *options = (Options){0};
    g_autoptr(GOptionContext) context = g_option_context_new(_("[FILE...]"));
    g_autofree char *what = g_strdup_printf("%s\n\n%s", _(summary), commands);
    GOptionGroup *group = g_option_group_new("whybounce", "", "", options, NULL);
    g_autoptr(GArray) entries = entries_of_table(options);
    g_option_group_add_entries(group, &g_array_index(entries, GOptionEntry, 0));
    g_option_group_set_translation_domain(group, "whybounce");
    g_option_context_set_main_group(context, group);
    g_option_context_set_summary(context, what);
    g_option_context_set_description(context,
                                     "whybounce(1), whybounce-causes(7), whybounce-guides(7)");
    gboolean parsed = flags_have_no_values(entries, argc, argv, error) &&
                      g_option_context_parse(context, &argc, &argv, error);
    if (!parsed)
        suggest(entries, error);
    if (!options->arguments)
        options->arguments = g_new0(char *, 1);
    return parsed && fit_together(options, error);
}

void options_clear(Options *options)
{
    for (const OptionRow *row = option_rows; row->help; row++) {
        gpointer place = place_of(options, row);
        if (row->kind == OPTION_RESOLVERS)
            g_strfreev(*(char ***)place);
        else if (row->kind == OPTION_WORD || row->kind == OPTION_LANGUAGE ||
                 row->kind == OPTION_TEXT || row->kind == OPTION_FILE)
            g_free(*(char **)place);
    }
    for (guint i = 0; i < OPTIONS_MAX; i++)
        g_free(options->origins[i]);
    g_strfreev(options->arguments);
    g_clear_pointer(&options->mapping_origins, g_hash_table_unref);
    *options = (Options){0};
}

RedactLevel options_redact(const Options *options, RedactLevel otherwise)
{
    static const char *const levels[] = {
        [REDACT_NONE] = "none", [REDACT_ADDRESSES] = "addresses", [REDACT_ALL] = "all"};
    for (guint i = 0; options->redact && i < G_N_ELEMENTS(levels); i++)
        if (!strcmp(options->redact, levels[i]))
            return (RedactLevel)i;
    return otherwise;
}

guint options_history_days(const Options *options)
{
    enum { USUAL = 30 };
    return options_said(options, "history") ? options->history : USUAL;
}
