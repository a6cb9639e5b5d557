#include "checks/dns/resolv_conf.h"

#include <stdlib.h>
#include <string.h>

enum { SERVERS_LIMIT = 8, TIMEOUT_LIMIT = 30, ATTEMPTS_LIMIT = 5, SIZE_LIMIT = 64 * 1024 };

/* The number after "timeout:", bounded as the C library does. */
static guint option_value(const char *option, guint limit)
{
    guint64 value = g_ascii_strtoull(strchr(option, ':') + 1, NULL, 10);
    return (guint)CLAMP(value, 1, limit);
}

static void read_option(ResolvConf *conf, const char *option)
{
    if (g_str_has_prefix(option, "timeout:"))
        conf->timeout = option_value(option, TIMEOUT_LIMIT);
    else if (g_str_has_prefix(option, "attempts:"))
        conf->attempts = option_value(option, ATTEMPTS_LIMIT);
    else if (strcmp(option, "rotate") == 0)
        conf->rotate = TRUE;
    else if (strcmp(option, "use-vc") == 0)
        conf->use_tcp = TRUE;
    else if (strcmp(option, "trust-ad") == 0)
        conf->trust_ad = TRUE;
}

static void read_words(ResolvConf *conf, char *const *words)
{
    if (!words[0])
        return;
    if (strcmp(words[0], "nameserver") == 0 && words[1] && conf->servers->len < SERVERS_LIMIT)
        g_ptr_array_add(conf->servers, g_strdup(words[1]));
    if (strcmp(words[0], "options") == 0)
        for (gsize i = 1; words[i]; i++)
            read_option(conf, words[i]);
}

static void read_line(ResolvConf *conf, char *line)
{
    line[strcspn(line, "#;")] = '\0';
    g_auto(GStrv) parts = g_strsplit_set(line, " \t\r", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (gsize i = 0; parts[i]; i++)
        if (*parts[i])
            g_ptr_array_add(words, parts[i]);
    g_ptr_array_add(words, NULL);
    read_words(conf, (char *const *)words->pdata);
}

ResolvConf *resolv_conf_parse(const char *text, gsize length)
{
    ResolvConf *conf = g_new0(ResolvConf, 1);
    conf->servers = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *copy = g_strndup(text, MIN(length, SIZE_LIMIT));
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    for (gsize i = 0; lines[i]; i++)
        read_line(conf, lines[i]);
    if (conf->servers->len == 0)
        g_ptr_array_add(conf->servers, g_strdup("127.0.0.1"));
    return conf;
}

ResolvConf *resolv_conf_load(const char *path)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path ? path : "/etc/resolv.conf", &text, &length, NULL))
        return resolv_conf_parse("", 0);
    return resolv_conf_parse(text, length);
}

void resolv_conf_free(ResolvConf *conf)
{
    if (!conf)
        return;
    g_ptr_array_unref(conf->servers);
    g_free(conf);
}
