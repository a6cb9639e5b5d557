#include "tests/fault/world.h"
#include "checks/dns/dns_record.h"
#include "checks/answers/domain_name.h"
#include "tests/fault/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHASE_LIMIT = 32 };

static G_GNUC_NORETURN void fail(const char *path, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, what);
    exit(EXIT_FAILURE);
}

static void list_free(gpointer list)
{
    ldns_rr_list_deep_free(list);
}

static void add_rr(World *world, ldns_rr *rr)
{
    g_autofree char *name = dns_name_from_rdf(ldns_rr_owner(rr));
    for (const char *up = name; up; up = domain_name_parent(up))
        if (!g_hash_table_contains(world->names, up))
            g_hash_table_insert(world->names, g_strdup(up), ldns_rr_list_new());
    ldns_rr_list_push_rr(g_hash_table_lookup(world->names, name), rr);
}

typedef struct {
    World *world;
    const char *path;
    uint32_t ttl;
    ldns_rdf *origin, *previous;
} Loader;

static void set_origin(Loader *loader, const char *text)
{
    ldns_rdf_deep_free(loader->origin);
    loader->origin = ldns_dname_new_frm_str(text);
}

static void load_line(Loader *loader, char *line, int number)
{
    g_autoptr(GError) error = NULL;
    ldns_rr *rr = NULL;
    g_strchomp(line);
    if (*line == '\0' || *line == '#' || *line == ';')
        return;
    if (*line == '!') {
        Fault *fault = fault_parse(line + 1, &error);
        if (!fault)
            fail(loader->path, number, error->message);
        g_ptr_array_add(loader->world->faults, fault);
    } else if (g_str_has_prefix(line, "$ORIGIN ")) {
        set_origin(loader, g_strstrip(line + strlen("$ORIGIN ")));
    } else if (g_str_has_prefix(line, "$TTL ")) {
        loader->ttl = (uint32_t)atoi(line + strlen("$TTL "));
    } else {
        ldns_status status =
            ldns_rr_new_frm_str(&rr, line, loader->ttl, loader->origin, &loader->previous);
        if (status != LDNS_STATUS_OK)
            fail(loader->path, number, ldns_get_errorstr_by_id(status));
        add_rr(loader->world, rr);
    }
}

static void fault_destroy(gpointer fault)
{
    fault_free(fault);
}

World *world_load(const char *path)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    World *world = g_new0(World, 1);
    world->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, list_free);
    world->faults = g_ptr_array_new_with_free_func(fault_destroy);
    if (!g_file_get_contents(path, &text, NULL, &error))
        fail(path, 0, error->message);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    Loader loader = {world, path, 300, ldns_dname_new_frm_str("."), NULL};
    for (int i = 0; lines[i]; i++)
        load_line(&loader, lines[i], i + 1);
    ldns_rdf_deep_free(loader.origin);
    ldns_rdf_deep_free(loader.previous);
    return world;
}

void world_free(World *world)
{
    g_hash_table_unref(world->names);
    g_ptr_array_unref(world->faults);
    g_free(world);
}

static const ldns_rr_list *find_node(const World *world, const char *name)
{
    const ldns_rr_list *node = g_hash_table_lookup(world->names, name);
    if (node)
        return node;
    for (const char *up = domain_name_parent(name); up; up = domain_name_parent(up))
        if (g_hash_table_contains(world->names, up)) {
            g_autofree char *wildcard = g_strdup_printf("*.%s", strcmp(up, ".") ? up : "");
            return g_hash_table_lookup(world->names, wildcard);
        }
    return NULL;
}

static const ldns_rr *find_soa(const World *world, const char *name)
{
    for (const char *up = name; up; up = domain_name_parent(up)) {
        const ldns_rr_list *node = g_hash_table_lookup(world->names, up);
        for (size_t i = 0; node && i < ldns_rr_list_rr_count(node); i++)
            if (ldns_rr_get_type(ldns_rr_list_rr(node, i)) == LDNS_RR_TYPE_SOA)
                return ldns_rr_list_rr(node, i);
    }
    return NULL;
}

/* Copies the records of a type under the asked name; the last one that was copied comes back. */
static const ldns_rr *copy_type(const ldns_rr_list *node, ldns_rr_type type, const char *name,
                                ldns_pkt *reply)
{
    const ldns_rr *last = NULL;
    for (size_t i = 0; i < ldns_rr_list_rr_count(node); i++) {
        const ldns_rr *rr = ldns_rr_list_rr(node, i);
        if (ldns_rr_get_type(rr) != type)
            continue;
        ldns_rr *copy = ldns_rr_clone(rr);
        ldns_rdf_deep_free(ldns_rr_owner(copy));
        ldns_rr_set_owner(copy, ldns_dname_new_frm_str(name));
        ldns_pkt_push_rr(reply, LDNS_SECTION_ANSWER, copy);
        last = rr;
    }
    return last;
}

void world_answer(const World *world, const char *name, guint16 type, gboolean chase,
                  ldns_pkt *reply)
{
    g_autofree char *at = g_strdup(name);
    const ldns_rr_list *node = NULL;
    for (int hops = 0; hops < CHASE_LIMIT; hops++) {
        node = find_node(world, at);
        if (node && copy_type(node, (ldns_rr_type)type, at, reply))
            return;
        const ldns_rr *alias = node && type != LDNS_RR_TYPE_CNAME
                                   ? copy_type(node, LDNS_RR_TYPE_CNAME, at, reply)
                                   : NULL;
        if (!alias)
            break;
        g_free(at);
        at = dns_name_from_rdf(ldns_rr_rdf(alias, 0));
        if (!chase)
            return;
    }
    const ldns_rr *soa = find_soa(world, at);
    if (!node && !soa)
        ldns_pkt_set_rcode(reply, LDNS_RCODE_REFUSED);
    else if (!node)
        ldns_pkt_set_rcode(reply, LDNS_RCODE_NXDOMAIN);
    if (soa)
        ldns_pkt_push_rr(reply, LDNS_SECTION_AUTHORITY, ldns_rr_clone(soa));
}

static void push_all(const ldns_rr_list *node, ldns_rr_type type, ldns_pkt_section section,
                     ldns_pkt *reply)
{
    for (size_t i = 0; node && i < ldns_rr_list_rr_count(node); i++)
        if (ldns_rr_get_type(ldns_rr_list_rr(node, i)) == type)
            ldns_pkt_push_rr(reply, section, ldns_rr_clone(ldns_rr_list_rr(node, i)));
}

void world_refer(const World *world, const char *name, ldns_pkt *reply)
{
    ldns_pkt_set_aa(reply, false);
    for (const char *up = name; up && !ldns_pkt_nscount(reply); up = domain_name_parent(up))
        push_all(g_hash_table_lookup(world->names, up), LDNS_RR_TYPE_NS, LDNS_SECTION_AUTHORITY,
                 reply);
    for (size_t i = 0; i < ldns_pkt_nscount(reply); i++) {
        const ldns_rr *ns = ldns_rr_list_rr(ldns_pkt_authority(reply), i);
        g_autofree char *host = dns_name_from_rdf(ldns_rr_rdf(ns, 0));
        const ldns_rr_list *node = g_hash_table_lookup(world->names, host);
        push_all(node, LDNS_RR_TYPE_A, LDNS_SECTION_ADDITIONAL, reply);
        push_all(node, LDNS_RR_TYPE_AAAA, LDNS_SECTION_ADDITIONAL, reply);
    }
}
