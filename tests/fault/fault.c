#include "tests/fault/fault.h"
#include "checks/answers/domain_name.h"

#include <ldns/ldns.h>
#include <stdlib.h>
#include <string.h>

void fault_free(Fault *fault)
{
    g_free(fault->name);
    g_free(fault->extended_text);
    if (fault->raw)
        g_bytes_unref(fault->raw);
    if (fault->random)
        g_rand_free(fault->random);
    g_free(fault);
}

static gboolean *flag_of(Fault *fault, const char *word)
{
    const struct {
        const char *word;
        gboolean *flag;
    } flags[] = {{"tc", &fault->truncate},
                 {"badid", &fault->bad_id},
                 {"badquestion", &fault->bad_question},
                 {"badsource", &fault->bad_source},
                 {"garbage", &fault->garbage},
                 {"noaa", &fault->no_aa},
                 {"aa", &fault->aa},
                 {"ad", &fault->ad},
                 {"noedns", &fault->no_edns},
                 {"lowercase", &fault->lower_case},
                 {"nochase", &fault->no_chase},
                 {"referral", &fault->referral},
                 {"delegated", &fault->delegated},
                 {"tcprefused", &fault->tcp_refused},
                 {"headeronly", &fault->header_only}};
    for (gsize i = 0; i < G_N_ELEMENTS(flags); i++)
        if (strcmp(word, flags[i].word) == 0)
            return flags[i].flag;
    return NULL;
}

static gboolean set_rcode(Fault *fault, const char *value)
{
    const ldns_lookup_table *entry = ldns_lookup_by_name(ldns_rcodes, value);
    fault->rcode = entry ? entry->id : atoi(value);
    return entry || g_ascii_isdigit(*value);
}

static void set_extended_error(Fault *fault, const char *value)
{
    const char *text = strchr(value, ':');
    fault->extended_error = atoi(value);
    fault->extended_text = text ? g_strdelimit(g_strdup(text + 1), "_", ' ') : NULL;
}

/* "PERCENT" or "PERCENT:SEED" */
static void set_loss(Fault *fault, const char *value)
{
    const char *seed = strchr(value, ':');
    fault->loss = g_ascii_strtod(value, NULL);
    fault->random = g_rand_new_with_seed(seed ? (guint32)atoi(seed + 1) : 1);
}

static void set_raw(Fault *fault, const char *hex)
{
    GByteArray *bytes = g_byte_array_new();
    for (; g_ascii_isxdigit(hex[0]) && g_ascii_isxdigit(hex[1]); hex += 2) {
        guint8 octet = (guint8)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
        g_byte_array_append(bytes, &octet, 1);
    }
    fault->raw = g_byte_array_free_to_bytes(bytes);
}

static gboolean set_value(Fault *fault, const char *key, const char *value)
{
    if (strcmp(key, "delay") == 0)
        fault->delay = (guint)atoi(value);
    else if (strcmp(key, "drop") == 0)
        fault->drop = atoi(value);
    else if (strcmp(key, "every") == 0)
        fault->every = (guint)atoi(value);
    else if (strcmp(key, "loss") == 0)
        set_loss(fault, value);
    else if (strcmp(key, "first") == 0)
        fault->first = (guint)atoi(value);
    else if (strcmp(key, "on") == 0)
        fault->listener = (guint)atoi(value);
    else if (strcmp(key, "rcode") == 0)
        return set_rcode(fault, value);
    else if (strcmp(key, "ede") == 0)
        set_extended_error(fault, value);
    else if (strcmp(key, "raw") == 0)
        set_raw(fault, value);
    else
        return FALSE;
    return TRUE;
}

static gboolean set_word(Fault *fault, char *word)
{
    gboolean *flag = flag_of(fault, word);
    char *equals = strchr(word, '=');
    if (flag) {
        *flag = TRUE;
        return TRUE;
    }
    if (strcmp(word, "drop") == 0) {
        fault->drop = -1;
        return TRUE;
    }
    if (equals) {
        *equals = '\0';
        return set_value(fault, word, equals + 1);
    }
    ldns_rr_type type = ldns_get_rr_type_by_name(word);
    fault->type = (guint16)type;
    return type != 0;
}

static char *pattern_normalise(const char *text)
{
    return strcmp(text, "*") == 0 ? g_strdup("*") : domain_name_normalise(text);
}

Fault *fault_parse(const char *line, GError **error)
{
    g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);
    Fault *fault = g_new0(Fault, 1);
    fault->rcode = -1;
    fault->extended_error = -1;
    for (gsize i = 0; words[i]; i++) {
        if (!*words[i])
            continue;
        if (!fault->name && (fault->name = pattern_normalise(words[i])))
            continue;
        if (fault->name && set_word(fault, words[i]))
            continue;
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "unknown fault \"%s\"", words[i]);
        fault_free(fault);
        return NULL;
    }
    if (fault->name)
        return fault;
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "a name is missing behind the '!'");
    fault_free(fault);
    return NULL;
}

/* How special a fault is for a question; -1: not meant. */
static int fit(const Fault *fault, const char *name, guint16 type, guint listener)
{
    if ((fault->type && fault->type != type) || (fault->listener && fault->listener != listener) ||
        (fault->first && fault->met >= fault->first))
        return -1;
    int extra = (fault->type ? 1 : 0) + (fault->first ? 1 : 0) + (fault->listener ? 1 : 0);
    if (strcmp(fault->name, "*") == 0)
        return extra;
    if (strcmp(fault->name, name) == 0)
        return 4000 + extra;
    if (g_str_has_prefix(fault->name, "*.") && domain_name_is_within(name, fault->name + 2))
        return (int)strlen(fault->name) * 4 + extra;
    return -1;
}

Fault *fault_find(const GPtrArray *faults, const char *name, guint16 type, guint listener)
{
    Fault *best = NULL;
    int best_fit = -1;
    for (guint i = 0; i < faults->len; i++) {
        Fault *fault = g_ptr_array_index(faults, i);
        int this_fit = fit(fault, name, type, listener);
        if (this_fit > best_fit) {
            best = fault;
            best_fit = this_fit;
        }
    }
    if (best)
        best->met++;
    return best;
}
