/* The peer: the same questions as ask.c, one by one, by ldns_resolver_query(). Prints "QUESTIONS
 * UNKNOWN MILLISECONDS".
 *
 *     ask_ldns ADDR@PORT <QUESTIONS */
#include <glib.h>
#include <ldns/ldns.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ldns_resolver *resolver_new(const char *server)
{
    g_auto(GStrv) parts = g_strsplit(server, "@", 2);
    ldns_resolver *resolver = ldns_resolver_new();
    ldns_rdf *address = ldns_rdf_new_frm_str(LDNS_RDF_TYPE_A, parts[0]);
    ldns_resolver_push_nameserver(resolver, address);
    ldns_rdf_deep_free(address);
    ldns_resolver_set_port(resolver, (uint16_t)atoi(parts[1] ? parts[1] : "53"));
    ldns_resolver_set_recursive(resolver, true);
    return resolver;
}

static gboolean ask(ldns_resolver *resolver, const char *name, const char *type)
{
    ldns_rdf *dname = ldns_dname_new_frm_str(name);
    ldns_pkt *reply = NULL;
    ldns_status status = ldns_resolver_send(&reply, resolver, dname, ldns_get_rr_type_by_name(type),
                                            LDNS_RR_CLASS_IN, LDNS_RD);
    ldns_rdf_deep_free(dname);
    ldns_pkt_free(reply);
    return status == LDNS_STATUS_OK;
}

int main(int argc, char **argv)
{
    char line[512], name[256], type[16];
    guint count = 0, unknown = 0;
    if (argc != 2)
        return EXIT_FAILURE;
    ldns_resolver *resolver = resolver_new(argv[1]);
    gint64 start = g_get_monotonic_time();
    while (fgets(line, sizeof line, stdin))
        if (sscanf(line, "%255s %15s", name, type) == 2) {
            count++;
            unknown += !ask(resolver, name, type);
        }
    printf("%u %u %" G_GINT64_FORMAT "\n", count, unknown, (g_get_monotonic_time() - start) / 1000);
    ldns_resolver_deep_free(resolver);
    return EXIT_SUCCESS;
}
