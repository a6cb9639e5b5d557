#include "tests/fault/reply.h"
#include "checks/dns/dns_record.h"

#include <string.h>

enum { HEADER = 12, PLAIN_LIMIT = 512 };

static void set_extended_error(ldns_pkt *reply, const Fault *fault)
{
    GByteArray *data = g_byte_array_new();
    const guint8 head[] = {0,
                           LDNS_EDNS_EDE,
                           0,
                           0,
                           (guint8)(fault->extended_error >> 8),
                           (guint8)fault->extended_error};
    g_byte_array_append(data, head, sizeof head);
    if (fault->extended_text)
        g_byte_array_append(data, (const guint8 *)fault->extended_text,
                            (guint)strlen(fault->extended_text));
    guint size = data->len - 4;
    data->data[2] = (guint8)(size >> 8);
    data->data[3] = (guint8)size;
    ldns_pkt_set_edns_data(reply,
                           ldns_rdf_new_frm_data(LDNS_RDF_TYPE_UNKNOWN, data->len, data->data));
    g_byte_array_unref(data);
}

static void add_referral(ldns_pkt *reply)
{
    ldns_rr *rr = NULL;
    ldns_rr_new_frm_str(&rr, "example. 300 IN NS ns.example.", 300, NULL, NULL);
    ldns_pkt_push_rr(reply, LDNS_SECTION_AUTHORITY, rr);
    ldns_pkt_set_aa(reply, false);
}

static void apply(ldns_pkt *reply, const Fault *fault, gboolean tcp)
{
    if (fault->rcode >= 0) {
        ldns_pkt_set_rcode(reply, (uint8_t)fault->rcode);
        ldns_rr_list_deep_free(ldns_pkt_answer(reply));
        ldns_pkt_set_answer(reply, ldns_rr_list_new());
        ldns_pkt_set_ancount(reply, 0);
    }
    if (fault->aa || fault->no_aa)
        ldns_pkt_set_aa(reply, fault->aa != FALSE);
    if (fault->ad)
        ldns_pkt_set_ad(reply, true);
    if (fault->truncate && !tcp)
        ldns_pkt_set_tc(reply, true);
    if (fault->extended_error >= 0 && ldns_pkt_edns_udp_size(reply) > 0)
        set_extended_error(reply, fault);
    if (fault->referral)
        add_referral(reply);
}

static ldns_pkt *reply_new(const World *world, const ldns_pkt *query, const char *name,
                           guint16 type, const Fault *fault)
{
    ldns_pkt *reply = ldns_pkt_new();
    ldns_pkt_set_id(reply, ldns_pkt_id(query));
    ldns_pkt_set_qr(reply, true);
    ldns_pkt_set_rd(reply, ldns_pkt_rd(query));
    ldns_pkt_set_cd(reply, ldns_pkt_cd(query));
    ldns_pkt_set_ra(reply, true);
    ldns_pkt_push_rr(reply, LDNS_SECTION_QUESTION,
                     ldns_rr_clone(ldns_rr_list_rr(ldns_pkt_question(query), 0)));
    if (ldns_pkt_edns(query))
        ldns_pkt_set_edns_udp_size(reply, 1232);
    ldns_pkt_set_aa(reply, true);
    if (fault && fault->delegated)
        world_refer(world, name, reply);
    else if (!fault || !(fault->referral || fault->header_only))
        world_answer(world, name, type, !(fault && fault->no_chase), reply);
    return reply;
}

/* What the codec would never write. */
static void mangle(GByteArray *wire, const Fault *fault, gsize question_length)
{
    if (fault->header_only || fault->raw)
        g_byte_array_set_size(wire, (guint)(HEADER + (fault->raw ? question_length : 0)));
    if (fault->header_only)
        memset(wire->data + 4, 0, 8);
    if (fault->raw) {
        memcpy(wire->data + 4, "\0\1\0\1\0\0\0\0", 8);
        g_byte_array_append(wire, g_bytes_get_data(fault->raw, NULL),
                            (guint)g_bytes_get_size(fault->raw));
    }
    if (fault->bad_id)
        wire->data[0] ^= 0x55;
    if (fault->bad_question && wire->len > HEADER + 1)
        wire->data[HEADER + 1] = (guint8)(wire->data[HEADER + 1] == 'q' ? 'z' : 'q');
    for (gsize i = HEADER; fault->lower_case && i < HEADER + question_length - 4; i++)
        wire->data[i] = (guint8)g_ascii_tolower((char)wire->data[i]);
    if (fault->garbage)
        for (gsize i = 2; i < wire->len; i++)
            wire->data[i] = (guint8)(i * 151 + 83);
}

/* Over UDP an answer that does not fit is cut to header and question, TC set. */
static void fit(GByteArray *wire, const ldns_pkt *query, gsize question_length)
{
    gsize limit = MAX(PLAIN_LIMIT, ldns_pkt_edns_udp_size(query));
    if (wire->len <= limit)
        return;
    g_byte_array_set_size(wire, (guint)(HEADER + question_length));
    wire->data[2] |= 2;
    memset(wire->data + 6, 0, 6);
}

static GBytes *encode(ldns_pkt *reply, const ldns_pkt *query, const Fault *fault, gboolean tcp)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    const ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(query), 0);
    gsize question_length = ldns_rdf_size(ldns_rr_owner(question)) + 4;
    if (ldns_pkt2wire(&bytes, reply, &length) != LDNS_STATUS_OK)
        return NULL;
    GByteArray *wire = g_byte_array_new();
    g_byte_array_append(wire, bytes, (guint)length);
    free(bytes);
    if (!tcp)
        fit(wire, query, question_length);
    if (fault)
        mangle(wire, fault, question_length);
    return g_byte_array_free_to_bytes(wire);
}

static gboolean is_dropped(const Fault *fault, gboolean tcp)
{
    if (fault->random && !tcp && g_rand_double_range(fault->random, 0, 100) < fault->loss)
        return TRUE;
    return fault->drop < 0 || (int)fault->met <= fault->drop ||
           (fault->every && fault->met % fault->every == 0);
}

static FaultReply reply_to(const World *world, const ldns_pkt *query, gboolean tcp, guint listener)
{
    FaultReply out = {0};
    const ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(query), 0);
    g_autofree char *name = dns_name_from_rdf(ldns_rr_owner(question));
    guint16 type = (guint16)ldns_rr_get_type(question);
    Fault *fault = fault_find(world->faults, name, type, listener);
    if (fault && is_dropped(fault, tcp))
        return out;
    if (fault && fault->tcp_refused && tcp)
        return out;
    ldns_pkt *reply = reply_new(world, query, name, type, fault);
    if (fault)
        apply(reply, fault, tcp);
    if (fault && fault->no_edns && ldns_pkt_edns(query)) {
        ldns_pkt_set_rcode(reply, LDNS_RCODE_FORMERR);
        ldns_pkt_set_edns_udp_size(reply, 0);
    }
    out.wire = encode(reply, query, fault, tcp);
    out.delay = fault ? fault->delay : 0;
    out.from_elsewhere = fault && fault->bad_source;
    ldns_pkt_free(reply);
    return out;
}

FaultReply fault_reply(const World *world, const guint8 *query, gsize length, gboolean tcp,
                       guint listener)
{
    ldns_pkt *packet = NULL;
    FaultReply reply = {0};
    if (ldns_wire2pkt(&packet, query, length) != LDNS_STATUS_OK)
        return reply;
    if (ldns_pkt_qdcount(packet) == 1 && !ldns_pkt_qr(packet))
        reply = reply_to(world, packet, tcp, listener);
    ldns_pkt_free(packet);
    return reply;
}
