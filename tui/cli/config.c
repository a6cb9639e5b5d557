/* The file of settings: options by their table, and the mappings that no option has. */
#include "tui/cli/config.h"

#include <stddef.h>
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

G_GNUC_PRINTF(3, 4)
static gboolean fail(const Config *config, const Setting *setting, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(config->error, SETTINGS_ERROR, 0, "%s:%u: %s", config->file, setting->line, what);
    return FALSE;
}

/* 1, 0, or -1, and it is said. */
static int truth(const Config *config, const Setting *setting)
{
    int value = settings_truth(setting->value);
    if (value < 0)
        fail(config, setting, _("%s is yes or no"), setting->name);
    return value;
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

/* What is no option: mappings. */
static const struct {
    const char *name;
    gboolean (*take)(const Config *config, const Setting *member);
} mappings[] = {
    {"block_lists", take_block_list}, {"block_list_keys", take_list_key}, {"keys", take_key}};

static gboolean fail_unknown(const Config *config, const Setting *setting)
{
    const char *names[OPTIONS_MAX + G_N_ELEMENTS(mappings) + 1] = {NULL};
    guint count = 0;
    for (const OptionRow *row = option_rows; row->help; row++)
        if (row->setting)
            names[count++] = row->setting;
    for (guint i = 0; i < G_N_ELEMENTS(mappings); i++)
        names[count++] = mappings[i].name;
    g_autofree char *meant = suggestion(setting->name, names);
    return fail(config, setting, _("unknown setting \"%s\"%s"), setting->name,
                *meant ? meant : _(": see whybounce-config(5)"));
}

/* It is looked at even if it will not hold: a mistake is told at once. */
static gboolean take_option(const Config *config, const Setting *setting, const OptionRow *row)
{
    Options unused = {0};
    gboolean holds = option_origin(config->options, row) == NULL;
    char *const one[] = {setting->value, NULL}, *const none[] = {NULL};
    char *const *words = setting->items ? setting->items : setting->value ? one : none;
    g_autofree char *place = g_strdup_printf("%s:%u", config->file, setting->line);
    g_autoptr(GError) error = NULL;
    if (holds)
        option_set_origin(config->options, row, place);
    gboolean taken = option_take(holds ? config->options : &unused, row, setting->name,
                                 (const char *const *)words, &error);
    options_clear(&unused);
    return taken || fail(config, setting, "%s", error->message);
}

static gboolean take(const Config *config, const Setting *setting)
{
    gboolean empty = setting->value && (!*setting->value || !strcmp(setting->value, "~"));
    const OptionRow *row = option_of_setting(setting->name);
    if (row)
        return empty || take_option(config, setting, row);
    for (guint i = 0; i < G_N_ELEMENTS(mappings); i++)
        if (!strcmp(mappings[i].name, setting->name)) {
            g_hash_table_insert(config->options->mapping_origins,
                                (char *)(guintptr)mappings[i].name,
                                g_strdup_printf("%s:%u", config->file, setting->line));
            return empty || take_members(config, setting, mappings[i].take);
        }
    return fail_unknown(config, setting);
}

/* A variable stands between the command line and the file. */
static void take_environment(Options *options)
{
    const char *variable, *no_color = g_getenv("NO_COLOR");
    const char *language = language_name(words_of_environment(&variable));
    const struct {
        const char *setting, *variable, *value;
    } said[] = {{"language", variable, language},
                {"colour", no_color && *no_color ? "NO_COLOR" : NULL, "never"}};
    for (guint i = 0; i < G_N_ELEMENTS(said); i++) {
        const OptionRow *row = option_of_setting(said[i].setting);
        const char *const words[] = {said[i].value, NULL};
        if (!said[i].variable || option_origin(options, row))
            continue;
        option_set_origin(options, row, said[i].variable);
        option_take(options, row, row->setting, words, NULL);
    }
}

static gboolean option_is_given(const Options *options, const char *setting)
{
    const char *origin = option_origin(options, option_of_setting(setting));
    return origin && g_str_has_prefix(origin, "--");
}

/* What the command line says of packets stands above what the file says of them. */
static void settle(Options *options)
{
    gboolean offline_said = option_is_given(options, "offline");
    if (!options->offline)
        return;
    if (!offline_said && (options->watch || option_is_given(options, "public") ||
                          option_is_given(options, "authority")))
        options->offline = FALSE;
    else
        options->public = options->authority = FALSE;
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
    options->mapping_origins = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    take_environment(options);
    if (!options->config && options_said(options, "config"))
        return TRUE; /* --no-config */
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
    settle(options);
    return settings != NULL;
}

static void show_lists(const Options *options, GString *text)
{
    const char *origin = g_hash_table_lookup(options->mapping_origins, "block_lists");
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
    const char *origin = g_hash_table_lookup(options->mapping_origins, "block_list_keys");
    g_string_append_printf(text, "block_list_keys: # %s\n", origin ? origin : _("default"));
    for (guint i = 0; i < dnsbl_lists_count(); i++)
        if (dnsbl_list_at(i)->key)
            g_string_append_printf(text, "  # %s: ***\n", dnsbl_list_at(i)->zone);
}

static void show_keys(const Options *options, GString *text)
{
    const char *origin = g_hash_table_lookup(options->mapping_origins, "keys");
    g_string_append_printf(text, "keys: # %s\n", origin ? origin : _("default"));
    g_autofree char *names = keys_shown_as_settings();
    g_string_append(text, names);
}

/* The usual language is the environment's, the one thing that no table knows. */
static void show_option(const Options *options, const OptionRow *row, GString *text)
{
    const char *origin = option_origin(options, row);
    gboolean is_language = row->place == offsetof(Options, lang);
    g_autofree char *value = origin || !is_language
                                 ? option_shown(options, row)
                                 : g_strdup(language_name(words_of_environment(NULL)));
    g_string_append_printf(text, "%s: %s # %s\n", row->setting, value,
                           origin ? origin : _("default"));
}

char *config_shown(const Options *options)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (const OptionRow *row = option_rows; row->help; row++)
        if (row->setting)
            show_option(options, row, text);
    show_lists(options, text);
    show_list_keys(options, text);
    show_keys(options, text);
    return g_strdup(text->str);
}
