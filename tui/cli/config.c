#include "tui/cli/config.h"

#include <string.h>

#include "checks/dns/dns_server.h"
#include "checks/dnsbl/dnsbl_key_file.h"
#include "checks/dnsbl/dnsbl_lists.h"
#include "content/base/settings.h"
#include "content/base/suggestion.h"
#include "tui/base/keys.h"
#include "tui/base/i18n.h"

/* A run through the file. */
typedef struct {
    Options *options;
    const char *file;
    GError **error;
} Config;

typedef struct {
    const char *name;
    gboolean (*take)(const Config *config, const Setting *setting);
    /* The option or variable that has said it already, NULL: none. May itself be NULL: never. */
    const char *(*given)(const Options *options);
    char *(*shown)(const Options *options);
} SettingKind;

static gboolean fail(const Config *config, const Setting *setting, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static gboolean fail(const Config *config, const Setting *setting, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(config->error, SETTINGS_ERROR, 0, "%s:%u: %s", config->file, setting->line, what);
    return FALSE;
}

/* The place of a value among the words that are allowed; -1: none, and it is said. */
static int choice(const Config *config, const Setting *setting, const char *const *words)
{
    for (int i = 0; setting->value && words[i]; i++)
        if (!strcmp(setting->value, words[i]))
            return i;
    g_autofree char *allowed = g_strjoinv(", ", (char **)(guintptr)words);
    fail(config, setting, _("%s is one of: %s"), setting->name, allowed);
    return -1;
}

/* 1, 0, or -1, and it is said. */
static int truth(const Config *config, const Setting *setting)
{
    int value = settings_truth(setting->value);
    if (value < 0)
        fail(config, setting, _("%s is yes or no"), setting->name);
    return value;
}

static char *shown_truth(gboolean value)
{
    return g_strdup(value ? "yes" : "no");
}

static const char *const language_names[] = {"en", "zh_CN", NULL};

static gboolean take_language(const Config *config, const Setting *setting)
{
    int which = choice(config, setting, language_names);
    if (which >= 0)
        config->options->lang = g_strdup(language_names[which]);
    return which >= 0;
}

static const char *language_given(const Options *options)
{
    const char *variable;
    words_of_environment(&variable);
    return options->lang ? "--lang" : variable;
}

static char *language_shown(const Options *options)
{
    return g_strdup(options->lang ? options->lang : language_name(words_of_environment(NULL)));
}

static gboolean take_reply_language(const Config *config, const Setting *setting)
{
    int which = choice(config, setting, language_names);
    if (which >= 0)
        config->options->reply_lang = g_strdup(language_names[which]);
    return which >= 0;
}

static const char *reply_language_given(const Options *options)
{
    return options->reply_lang ? "--reply-lang" : NULL;
}

static char *reply_language_shown(const Options *options)
{
    return g_strdup(options->reply_lang ? options->reply_lang : "~");
}

static gboolean take_colour(const Config *config, const Setting *setting)
{
    static const char *const words[] = {"auto", "always", "never", NULL};
    int which = choice(config, setting, words);
    if (which >= 0)
        config->options->color = g_strdup(words[which]);
    return which >= 0;
}

static const char *colour_given(const Options *options)
{
    const char *no_color = g_getenv("NO_COLOR");
    return options->color ? "--color" : no_color && *no_color ? "NO_COLOR" : NULL;
}

static char *colour_shown(const Options *options)
{
    const char *no_color = g_getenv("NO_COLOR");
    return g_strdup(options->color ? options->color : no_color && *no_color ? "never" : "auto");
}

static gboolean take_ascii(const Config *config, const Setting *setting)
{
    int value = truth(config, setting);
    config->options->ascii = value == 1;
    config->options->no_ascii = value == 0;
    return value >= 0;
}

static const char *ascii_given(const Options *options)
{
    return options->ascii ? "--ascii" : options->no_ascii ? "--no-ascii" : NULL;
}

static char *ascii_shown(const Options *options)
{
    return options->ascii || options->no_ascii ? shown_truth(options->ascii) : g_strdup("~");
}

static const char *const redact_names[] = {"none", "addresses", "all", NULL};

static gboolean take_redact(const Config *config, const Setting *setting)
{
    int which = choice(config, setting, redact_names);
    config->options->no_redact = which == REDACT_NONE;
    config->options->redact = which == REDACT_ADDRESSES;
    config->options->redact_ip = which == REDACT_ALL;
    return which >= 0;
}

static const char *redact_given(const Options *options)
{
    if (options->redact_ip)
        return "--redact-ip";
    return options->redact ? "--redact" : options->no_redact ? "--no-redact" : NULL;
}

static char *redact_shown(const Options *options)
{
    return g_strdup(redact_given(options) ? redact_names[options_redact(options, REDACT_NONE)]
                                          : "~");
}

static gboolean take_history(const Config *config, const Setting *setting)
{
    guint64 days = 0;
    int value = settings_truth(setting->value);
    gboolean is_number =
        setting->value && g_ascii_string_to_unsigned(setting->value, 10, 1, 3650, &days, NULL);
    if (value < 0 && !is_number)
        return fail(config, setting, _("%s is yes, no, or a number of days up to 3650"),
                    setting->name);
    config->options->no_history = value == 0 && !is_number;
    config->options->history_days = (guint)days;
    return TRUE;
}

static const char *history_given(const Options *options)
{
    return options->no_history ? "--no-history" : NULL;
}

static char *history_shown(const Options *options)
{
    return options->no_history ? g_strdup("no")
                               : g_strdup_printf("%u", options_history_days(options));
}

static gboolean take_timeout(const Config *config, const Setting *setting)
{
    char *end = NULL;
    double seconds = setting->value ? g_ascii_strtod(setting->value, &end) : 0;
    if (!setting->value || *end || !(seconds > 0 && seconds <= 3600))
        return fail(config, setting, _("%s is a number of seconds from 0 to 3600"), setting->name);
    config->options->timeout = seconds;
    return TRUE;
}

static const char *timeout_given(const Options *options)
{
    return options->timeout > 0 ? "--timeout" : NULL;
}

static char *timeout_shown(const Options *options)
{
    return options->timeout > 0 ? g_strdup_printf("%g", options->timeout) : g_strdup("~");
}

static gboolean take_public(const Config *config, const Setting *setting)
{
    int value = truth(config, setting);
    config->options->public = value == 1 && !config->options->offline;
    return value >= 0;
}

static const char *public_given(const Options *options)
{
    return options->public ? "--public" : options->no_public ? "--no-public" : NULL;
}

static char *public_shown(const Options *options)
{
    return shown_truth(options->public);
}

static gboolean take_resolvers(const Config *config, const Setting *setting)
{
    char *const one[] = {setting->value, NULL}, *const *items = setting->items;
    items = items ? items : one;
    for (char *const *item = items; *item; item++) {
        g_autoptr(GError) error = NULL;
        DnsServer *server = dns_server_new(*item, &error);
        if (!server)
            return fail(config, setting, "%s", error->message);
        dns_server_free(server);
    }
    if (!items[0])
        return fail(config, setting, _("no resolver is listed: add one, or remove this line"));
    config->options->resolvers = g_strdupv((char **)(guintptr)items);
    return TRUE;
}

static const char *resolvers_given(const Options *options)
{
    return options->resolvers ? "--resolver" : NULL;
}

static char *resolvers_shown(const Options *options)
{
    if (!options->resolvers)
        return g_strdup("~");
    g_autofree char *list = g_strjoinv("\", \"", options->resolvers);
    return g_strdup_printf("[\"%s\"]", list);
}

/* A row as content/lists/dnsbl.yaml has them, which says no more than whether it is asked. */
static gboolean take_block_list(const Config *config, const Setting *setting)
{
    const DnsblList *list = dnsbl_list_find(setting->name);
    int value = truth(config, setting);
    if (value < 0)
        return FALSE;
    if (!list)
        return fail(
            config, setting,
            _("no block list of this zone is known: add it to a file of its own, lists/*.yaml"));
    if (list->state == DNSBL_DEAD && value)
        return fail(config, setting, _("this list is dead and cannot be asked: remove the line"));
    if (list->state == DNSBL_PRIVATE && value)
        return fail(config, setting,
                    _("this list is private and cannot be asked by DNS: remove the line"));
    g_autoptr(GError) error = NULL;
    g_autofree char *row = g_strdup_printf("- zone: %s\n  name: \"%s\"\n  state: %s\n", list->zone,
                                           list->name, value ? "on" : "off");
    return !dnsbl_list_can_be_asked(list) ||
           dnsbl_lists_add(row, strlen(row), config->file, &error) ||
           fail(config, setting, "%s", error->message);
}

static gboolean take_list_key(const Config *config, const Setting *setting)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_path_get_dirname(config->file);
    if (!setting->value)
        return fail(config, setting, _("%s is one value: write it behind the colon"),
                    setting->name);
    return dnsbl_key_file_use(setting->name, setting->value, folder, &error) ||
           fail(config, setting, "%s", error->message);
}

static gboolean take_key(const Config *config, const Setting *setting)
{
    char *const one[] = {setting->value, NULL};
    g_autofree char *problem =
        keys_rebind(setting->name, (const char *const *)(setting->items ? setting->items : one));
    return !problem || fail(config, setting, "%s", problem);
}

/* Of a mapping, each member. */
static gboolean take_members(const Config *config, const Setting *setting,
                             gboolean (*take)(const Config *config, const Setting *member))
{
    if (!setting->members)
        return fail(config, setting, _("%s holds lines \"name: value\", indented"), setting->name);
    for (guint i = 0; i < setting->members->len; i++) {
        const Setting *member = setting->members->pdata[i];
        if (member->members)
            return fail(config, member, _("%s holds lines \"name: value\", indented"),
                        setting->name);
        if (!take(config, member))
            return FALSE;
    }
    return TRUE;
}

static gboolean take_block_lists(const Config *config, const Setting *setting)
{
    return take_members(config, setting, take_block_list);
}

static gboolean take_list_keys(const Config *config, const Setting *setting)
{
    return take_members(config, setting, take_list_key);
}

static gboolean take_keys(const Config *config, const Setting *setting)
{
    return take_members(config, setting, take_key);
}

static const SettingKind kinds[] = {
    {"language", take_language, language_given, language_shown},
    {"reply_language", take_reply_language, reply_language_given, reply_language_shown},
    {"colour", take_colour, colour_given, colour_shown},
    {"ascii", take_ascii, ascii_given, ascii_shown},
    {"redact", take_redact, redact_given, redact_shown},
    {"history", take_history, history_given, history_shown},
    {"resolvers", take_resolvers, resolvers_given, resolvers_shown},
    {"timeout", take_timeout, timeout_given, timeout_shown},
    {"public", take_public, public_given, public_shown},
    {"block_lists", take_block_lists, NULL, NULL},
    {"block_list_keys", take_list_keys, NULL, NULL},
    {"keys", take_keys, NULL, NULL},
};

static const SettingKind *find_kind(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (!strcmp(kinds[i].name, name))
            return &kinds[i];
    return NULL;
}

static gboolean fail_unknown(const Config *config, const Setting *setting)
{
    const char *names[G_N_ELEMENTS(kinds) + 1] = {NULL};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        names[i] = kinds[i].name;
    g_autofree char *meant = suggestion(setting->name, names);
    return fail(config, setting, _("unknown setting \"%s\"%s"), setting->name,
                *meant ? meant : _(": see whybounce-config(5)"));
}

static gboolean take(const Config *config, const Setting *setting)
{
    const SettingKind *kind = find_kind(setting->name);
    if (!kind)
        return fail_unknown(config, setting);
    if (setting->value && (!*setting->value || !strcmp(setting->value, "~")))
        return TRUE; /* YAML's nothing */
    gboolean has_members = kind->shown == NULL;
    if (!has_members && setting->members)
        return fail(config, setting, _("%s is one value: write it behind the colon"),
                    setting->name);
    /* It is looked at even if it will not hold: a mistake is told at once. */
    Options unused = {0};
    Config test = *config;
    if (kind->given && kind->given(config->options))
        test.options = &unused;
    else
        g_hash_table_insert(config->options->origins, (char *)(guintptr)kind->name,
                            g_strdup_printf("%s:%u", config->file, setting->line));
    gboolean taken = kind->take(&test, setting);
    options_clear(&unused);
    return taken;
}

char *config_default_path(void)
{
    return g_build_filename(g_get_user_config_dir(), "whybounce", "config.yaml", NULL);
}

gboolean config_apply(Options *options, GError **error)
{
    g_autofree char *standard = config_default_path();
    const char *file = options->config ? options->config : standard;
    GError *failed = NULL;
    gsize length = 0;
    options->origins = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    if (options->no_config)
        return TRUE;
    g_autoptr(GBytes) yaml = settings_read(file, options->config == NULL, &failed);
    if (failed)
        g_propagate_error(error, failed);
    if (!yaml)
        return failed == NULL;
    const char *text = g_bytes_get_data(yaml, &length);
    g_autoptr(GPtrArray) settings = settings_parse(text ? text : "", length, file, error);
    const Config config = {options, file, error};
    for (guint i = 0; settings && i < settings->len; i++)
        if (!take(&config, settings->pdata[i]))
            return FALSE;
    return settings != NULL;
}

/* Where a setting's value comes from. */
static const char *origin_of(const Options *options, const SettingKind *kind)
{
    const char *origin = g_hash_table_lookup(options->origins, kind->name);
    if (origin)
        return origin;
    const char *given = kind->given(options);
    return given ? given : _("default");
}

static void show_lists(const Options *options, GString *text)
{
    const char *origin = g_hash_table_lookup(options->origins, "block_lists");
    g_string_append_printf(text, "block_lists: # %s\n", origin ? origin : _("default"));
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        if (dnsbl_list_can_be_asked(list))
            g_string_append_printf(text, "  %s: %s\n", list->zone,
                                   list->state == DNSBL_ON ? "on" : "off");
    }
}

/* The files are not told: --print-config is what people paste into tickets. */
static void show_list_keys(const Options *options, GString *text)
{
    const char *origin = g_hash_table_lookup(options->origins, "block_list_keys");
    g_string_append_printf(text, "block_list_keys: # %s\n", origin ? origin : _("default"));
    for (guint i = 0; i < dnsbl_lists_count(); i++)
        if (dnsbl_list_at(i)->key)
            g_string_append_printf(text, "  # %s: ***\n", dnsbl_list_at(i)->zone);
}

static void show_keys(const Options *options, GString *text)
{
    const char *origin = g_hash_table_lookup(options->origins, "keys");
    g_string_append_printf(text, "keys: # %s\n", origin ? origin : _("default"));
    g_autofree char *names = keys_shown_as_settings();
    g_string_append(text, names);
}

char *config_shown(const Options *options)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (!kinds[i].shown)
            continue;
        g_autofree char *value = kinds[i].shown(options);
        g_string_append_printf(text, "%s: %s # %s\n", kinds[i].name, value,
                               origin_of(options, &kinds[i]));
    }
    show_lists(options, text);
    show_list_keys(options, text);
    show_keys(options, text);
    return g_strdup(text->str);
}
