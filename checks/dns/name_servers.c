#include "checks/dns/name_servers.h"

#include <string.h>
#include "checks/answers/domain_name.h"

enum {
    SERVERS_MAX = 13,  /* as many as the root has */
    ADDRESSES_MAX = 4, /* of one name server */
    DEPTH_MAX = 40,    /* labels; ip6.arpa names have 34 */
    AHEAD = 2          /* labels up that are asked about before they are needed */
};

static void name_server_free(gpointer data)
{
    NameServer *server = data;
    g_free(server->name);
    g_free(server->servers);
    g_free(server);
}

static ZoneServers *zone_servers_new(void)
{
    ZoneServers *zone = g_new0(ZoneServers, 1);
    zone->servers = g_ptr_array_new_with_free_func(name_server_free);
    return zone;
}

void zone_servers_free(ZoneServers *zone)
{
    if (!zone)
        return;
    g_free(zone->zone);
    g_ptr_array_unref(zone->servers);
    g_free(zone);
}

char *zone_servers_set(const ZoneServers *zone)
{
    g_autoptr(GString) set = g_string_new(NULL);
    for (guint i = 0; i < zone->servers->len; i++) {
        const NameServer *server = zone->servers->pdata[i];
        if (server->servers)
            g_string_append_printf(set, "%s%s", set->len ? " " : "", server->servers);
    }
    return set->len ? g_strdup(set->str) : NULL;
}

static int by_name(gconstpointer a, gconstpointer b)
{
    const NameServer *const *one = a, *const *other = b;
    return strcmp((*one)->name, (*other)->name);
}

static void add_addresses(GString *set, guint *count, const Answer *answer)
{
    for (guint i = 0; i < answer->records->len && *count < ADDRESSES_MAX; i++) {
        const Record *record = answer->records->pdata[i];
        g_string_append_printf(set, "%s%s", set->len ? " " : "", record->text);
        ++*count;
    }
}

/* The resolver's word, or the glue of the zone above where the resolver has none. */
static const Answer *address_answer(Answers *answers, const char *name, guint16 type,
                                    const char *parent_set)
{
    const Answer *answer = answers_get(answers, name, type);
    if (!answer || answer_status_known(answer->status) || !parent_set)
        return answer;
    return answers_get_held(answers, parent_set, name, type);
}

/* FALSE: pending. */
static gboolean find_addresses(Answers *answers, NameServer *server, const char *parent_set)
{
    const Answer *ipv4 = address_answer(answers, server->name, TYPE_A, parent_set);
    const Answer *ipv6 = address_answer(answers, server->name, TYPE_AAAA, parent_set);
    if (!ipv4 || !ipv6)
        return FALSE;
    g_autoptr(GString) set = g_string_new(NULL);
    guint count = 0;
    add_addresses(set, &count, ipv4);
    server->ipv6_only = count == 0;
    add_addresses(set, &count, ipv6);
    if (count)
        server->servers = g_strdup(set->str);
    else if (!answer_status_known(ipv4->status))
        server->failed = ipv4;
    else if (!answer_status_known(ipv6->status))
        server->failed = ipv6;
    return TRUE;
}

/* Takes the name servers out of `said`. FALSE: pending. */
static gboolean take_servers(Answers *answers, ZoneServers *zone, const Answer *said,
                             const char *parent_set)
{
    gboolean complete = TRUE;
    zone->said = said;
    for (guint i = 0; i < said->records->len && zone->servers->len < SERVERS_MAX; i++) {
        const Record *record = said->records->pdata[i];
        if (!record->target)
            continue;
        NameServer *server = g_new0(NameServer, 1);
        server->name = g_strdup(record->target);
        g_ptr_array_add(zone->servers, server);
        complete = find_addresses(answers, server, parent_set) && complete;
    }
    g_ptr_array_sort(zone->servers, by_name);
    return complete;
}

/* Where to look next for the zone of a name that is no zone itself. */
static const char *next_up(const char *at, const Answer *negative)
{
    const char *zone = negative->canonical_name ? NULL : negative->zone;
    if (!zone || strcmp(zone, at) == 0 || !domain_name_is_within(at, zone))
        return domain_name_parent(at);
    return strcmp(zone, ".") == 0 ? "." : at + strlen(at) - strlen(zone);
}

static gboolean is_apex(const Answer *answer)
{
    return answer->status == ANSWER_OK && !answer->canonical_name && answer->records->len;
}

/* What the zone above says of the zone that the resolver cannot see into; takes over `zone`. */
static ZoneServers *find_delegated(Answers *answers, ZoneServers *zone, const char *name,
                                   const Answer *failed)
{
    const char *above = domain_name_parent(name);
    g_autoptr(ZoneServers) parent = above ? zone_servers_find(answers, above) : NULL;
    g_autofree char *set = parent ? zone_servers_set(parent) : NULL;
    const Answer *said = set ? answers_get_held(answers, set, name, TYPE_NS) : NULL;
    if (above && (!parent || (set && !said))) {
        zone_servers_free(zone);
        return NULL;
    }
    zone->failed = failed;
    if (!said || !is_apex(said))
        return zone;
    zone->failed = NULL;
    zone->zone = g_strdup(name);
    if (take_servers(answers, zone, said, set))
        return zone;
    zone_servers_free(zone);
    return NULL;
}

static void ask_ahead(Answers *answers, const char *name)
{
    const char *up = name && *name ? domain_name_parent(name) : NULL;
    for (guint i = 0; i < AHEAD && up; i++, up = domain_name_parent(up))
        answers_want(answers, up, TYPE_NS);
}

ZoneServers *zone_servers_find(Answers *answers, const char *name)
{
    g_autofree char *start = domain_name_normalise(name);
    g_autoptr(ZoneServers) zone = zone_servers_new();
    const char *at = start, *broken = NULL;
    const Answer *failed = NULL;
    ask_ahead(answers, start);
    for (guint depth = 0; at && *at && depth < DEPTH_MAX; depth++) {
        const Answer *answer = answers_get(answers, at, TYPE_NS);
        if (!answer)
            return NULL;
        if (!answer_status_known(answer->status)) {
            broken = at; /* the highest of these is the zone that is broken */
            failed = answer;
            at = domain_name_parent(at);
            continue;
        }
        if (broken)
            return find_delegated(answers, g_steal_pointer(&zone), broken, failed);
        if (is_apex(answer)) {
            zone->zone = g_strdup(at);
            return take_servers(answers, zone, answer, NULL) ? g_steal_pointer(&zone) : NULL;
        }
        failed = answer;
        at = next_up(at, answer);
    }
    zone->failed = failed;
    return g_steal_pointer(&zone);
}
