#include "checks/dns/dns_codec.h"
#include "checks/dns/dns_record.h"
#include "checks/answers/domain_name.h"

#include <string.h>

enum { HEADER = 12, ALIAS_LIMIT = 16, RECORD_LIMIT = 1000 };

/* Requests */

static ldns_rdf *dname_new(const char *name)
{
    guint8 wire[DOMAIN_NAME_WIRE_LIMIT];
    gsize length = domain_name_to_wire(name, wire);
    return length > 0 ? ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, length, wire) : NULL;
}

static ldns_pkt *packet_new(const Question *question, DnsRequestOptions options)
{
    ldns_rdf *name = dname_new(question->name);
    if (!name)
        return NULL;
    ldns_pkt *packet = ldns_pkt_new();
    ldns_rr *rr = ldns_rr_new();
    ldns_rr_set_owner(rr, name);
    ldns_rr_set_type(rr, (ldns_rr_type)question->type);
    ldns_rr_set_class(rr, LDNS_RR_CLASS_IN);
    ldns_rr_set_question(rr, true);
    ldns_pkt_push_rr(packet, LDNS_SECTION_QUESTION, rr);
    ldns_pkt_set_random_id(packet);
    ldns_pkt_set_rd(packet, options.recurse != FALSE);
    ldns_pkt_set_cd(packet, question->checking_disabled != FALSE);
    ldns_pkt_set_ad(packet, options.recurse != FALSE); /* we understand AD, RFC 6840 5.7 */
    if (options.edns)
        ldns_pkt_set_edns_udp_size(packet, DNS_UDP_PAYLOAD);
    return packet;
}

/* Flips letters of the name at random. Label lengths are below 'A', so that only letters are met.
 */
static void mix_case(guint8 *name, gsize length)
{
    guint32 random = 0;
    for (gsize i = 0, bits = 0; i < length; i++) {
        if (!g_ascii_isalpha(name[i]))
            continue;
        if (bits == 0) {
            random = ldns_get_random() & G_MAXUINT16; /* 16 good bits in any build of ldns */
            bits = 16;
        }
        name[i] ^= (random & 1) ? 0x20 : 0;
        random >>= 1;
        bits--;
    }
}

DnsRequest *dns_request_new(const Question *question, DnsRequestOptions options)
{
    ldns_pkt *packet = packet_new(question, options);
    if (!packet)
        return NULL;
    uint8_t *wire = NULL;
    size_t length = 0;
    ldns_status status = ldns_pkt2wire(&wire, packet, &length);
    size_t name_length =
        ldns_rdf_size(ldns_rr_owner(ldns_rr_list_rr(ldns_pkt_question(packet), 0)));
    ldns_pkt_free(packet);
    if (status != LDNS_STATUS_OK)
        return NULL;

    DnsRequest *request = g_new0(DnsRequest, 1);
    request->question = question_copy(question);
    request->options = options;
    request->wire = g_memdup2(wire, length);
    request->length = length;
    request->question_length = name_length + 4;
    free(wire);
    if (options.mixed_case)
        mix_case(request->wire + HEADER, name_length);
    return request;
}

void dns_request_free(DnsRequest *request)
{
    if (!request)
        return;
    question_clear(&request->question);
    g_free(request->wire);
    g_free(request);
}

/* Whether a reply belongs to its request */

static gboolean equal_but_for_case(const guint8 *a, const guint8 *b, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (g_ascii_tolower((char)a[i]) != g_ascii_tolower((char)b[i]))
            return FALSE;
    return TRUE;
}

static DnsReplyKind match_question(const DnsRequest *request, const guint8 *bytes, gsize length)
{
    gsize size = request->question_length;
    if (length < HEADER + size)
        return DNS_REPLY_FOREIGN;
    const guint8 *asked = request->wire + HEADER, *echoed = bytes + HEADER;
    if (memcmp(asked, echoed, size) == 0)
        return DNS_REPLY_ANSWER;
    /* Type and class, the last four octets, know no case. */
    if (memcmp(asked + size - 4, echoed + size - 4, 4) != 0 ||
        !equal_but_for_case(asked, echoed, size - 4))
        return DNS_REPLY_FOREIGN;
    return request->options.mixed_case ? DNS_REPLY_CASE_LOST : DNS_REPLY_ANSWER;
}

static DnsReplyKind match(const DnsRequest *request, const guint8 *bytes, gsize length)
{
    if (length < HEADER || memcmp(bytes, request->wire, 2) != 0)
        return DNS_REPLY_FOREIGN;
    gboolean response = bytes[2] & 0x80;
    int opcode = bytes[2] >> 3 & 0xf, rcode = bytes[3] & 0xf;
    int questions = bytes[4] << 8 | bytes[5];
    if (!response || opcode != 0)
        return DNS_REPLY_FOREIGN;
    /* Old servers say no by the bare header. */
    if (questions == 0 && length == HEADER && rcode != LDNS_RCODE_NOERROR &&
        rcode != LDNS_RCODE_NXDOMAIN)
        return DNS_REPLY_ANSWER;
    return questions == 1 ? match_question(request, bytes, length) : DNS_REPLY_FOREIGN;
}

/* What it says */

static void read_extended_error(Answer *answer, const ldns_pkt *packet)
{
    if (!ldns_pkt_edns(packet))
        return;
    /* ldns makes the list from the packet on the first call, hence its argument is not const. */
    ldns_edns_option_list *options = ldns_pkt_edns_get_option_list((ldns_pkt *)(guintptr)packet);
    for (size_t i = 0; options && i < ldns_edns_option_list_get_count(options); i++) {
        const ldns_edns_option *option = ldns_edns_option_list_get_option(options, i);
        if (ldns_edns_get_code(option) != LDNS_EDNS_EDE || ldns_edns_get_size(option) < 2)
            continue;
        const guint8 *data = ldns_edns_get_data(option);
        gsize size = ldns_edns_get_size(option) - 2;
        answer->extended_error = data[0] << 8 | data[1];
        if (size > 0)
            answer->extended_text = g_utf8_make_valid((const char *)data + 2, (gssize)size);
        return;
    }
}

static void record_destroy(gpointer record)
{
    record_free(record);
}

/* The records of a section that matter; NULL where there are too many. */
static GPtrArray *read_records(const ldns_rr_list *section, guint16 type)
{
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(record_destroy);
    for (size_t i = 0; i < ldns_rr_list_rr_count(section); i++) {
        const ldns_rr *rr = ldns_rr_list_rr(section, i);
        guint16 rr_type = (guint16)ldns_rr_get_type(rr);
        if ((rr_type != type && rr_type != TYPE_CNAME) || ldns_rr_get_class(rr) != LDNS_RR_CLASS_IN)
            continue;
        Record *record = dns_record_from_rr(rr);
        if (!record || records->len >= RECORD_LIMIT) {
            record_free(record);
            return NULL;
        }
        g_ptr_array_add(records, record);
    }
    return g_steal_pointer(&records);
}

static const Record *find_alias(const GPtrArray *records, const char *owner)
{
    for (guint i = 0; i < records->len; i++) {
        const Record *record = g_ptr_array_index(records, i);
        if (record->type == TYPE_CNAME && strcmp(record->owner, owner) == 0)
            return record;
    }
    return NULL;
}

/* Moves the records of the asked type at `owner` into the answer. */
static void take_records(Answer *answer, GPtrArray *records, const char *owner)
{
    for (guint i = 0; i < records->len;) {
        const Record *record = g_ptr_array_index(records, i);
        if (record->type != answer->question.type || strcmp(record->owner, owner) != 0) {
            i++;
            continue;
        }
        answer->ttl = MIN(answer->ttl, record->ttl);
        g_ptr_array_add(answer->records, g_ptr_array_steal_index(records, i));
    }
}

/* Follows the chain of CNAMEs to its end. False where it goes in a circle. */
static gboolean follow(Answer *answer, GPtrArray *records)
{
    const char *name = answer->question.name;
    const Record *alias = NULL;
    answer->ttl = G_MAXUINT32;
    for (int hops = 0; hops < ALIAS_LIMIT; hops++) {
        take_records(answer, records, name);
        alias = answer->records->len > 0 ? NULL : find_alias(records, name);
        if (!alias)
            break;
        answer->ttl = MIN(answer->ttl, alias->ttl);
        name = alias->target;
        if (!answer->alias)
            answer->alias = g_strdup(name);
    }
    if (name != answer->question.name)
        answer->canonical_name = g_strdup(name);
    return alias == NULL;
}

/* The SOA of a zone that holds `name`, which makes "no" an answer (RFC 2308 2.2). */
static const ldns_rr *find_soa(const ldns_pkt *packet, const char *name)
{
    const ldns_rr_list *section = ldns_pkt_authority(packet);
    for (size_t i = 0; i < ldns_rr_list_rr_count(section); i++) {
        const ldns_rr *rr = ldns_rr_list_rr(section, i);
        if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_SOA)
            continue;
        g_autofree char *zone = dns_name_from_rdf(ldns_rr_owner(rr));
        if (zone && domain_name_is_within(name, zone))
            return rr;
    }
    return NULL;
}

/* A server that only points to others has not said that there is nothing. */
static gboolean is_referral(const ldns_pkt *packet)
{
    const ldns_rr_list *section = ldns_pkt_authority(packet);
    for (size_t i = 0; !ldns_pkt_aa(packet) && i < ldns_rr_list_rr_count(section); i++)
        if (ldns_rr_get_type(ldns_rr_list_rr(section, i)) == LDNS_RR_TYPE_NS)
            return TRUE;
    return FALSE;
}

/* Of the servers of the zone above we want just that: the name servers of a delegation, and their
 * addresses (glue, RFC 1034 4.2.2). TRUE: they were there. */
static gboolean take_referral(Answer *answer, const ldns_pkt *packet)
{
    if (!answer->question.non_recursive || answer->canonical_name || !is_referral(packet))
        return FALSE;
    const ldns_rr_list *const sections[] = {ldns_pkt_authority(packet),
                                            ldns_pkt_additional(packet)};
    for (gsize i = 0; i < G_N_ELEMENTS(sections) && answer->records->len == 0; i++) {
        g_autoptr(GPtrArray) records = read_records(sections[i], answer->question.type);
        if (records)
            take_records(answer, records, answer->question.name);
    }
    return answer->records->len > 0;
}

static DnsReplyKind read_negative(Answer *answer, const ldns_pkt *packet)
{
    const char *name = answer->canonical_name ? answer->canonical_name : answer->question.name;
    const ldns_rr *soa = find_soa(packet, name);
    gboolean exists = ldns_pkt_get_rcode(packet) == LDNS_RCODE_NOERROR;
    if (!soa && exists && answer->canonical_name)
        return DNS_REPLY_ALIAS;
    if (!soa && exists && take_referral(answer, packet))
        return DNS_REPLY_ANSWER;
    answer->zone = soa ? dns_name_from_rdf(ldns_rr_owner(soa)) : NULL;
    answer->ttl = MIN(answer->ttl, soa ? dns_negative_ttl(soa) : 0);
    if (!exists)
        answer->status = ANSWER_NXDOMAIN;
    else
        answer->status = !soa && is_referral(packet) ? ANSWER_REFUSED : ANSWER_NO_DATA;
    return DNS_REPLY_ANSWER;
}

/* Records, but of other owners alone, and nobody says that there are none of this one: that is no
 * answer to the question, and not "no such record". */
static gboolean answers_another(const Answer *answer, const GPtrArray *others,
                                const ldns_pkt *packet)
{
    return others->len > 0 && !answer->canonical_name &&
           ldns_pkt_get_rcode(packet) == LDNS_RCODE_NOERROR &&
           !find_soa(packet, answer->question.name);
}

static DnsReplyKind read_known(Answer *answer, const ldns_pkt *packet)
{
    g_autoptr(GPtrArray) records = read_records(ldns_pkt_answer(packet), answer->question.type);
    if (!records)
        return DNS_REPLY_UNREADABLE;
    if (!follow(answer, records)) {
        answer->status = ANSWER_SERVFAIL;
        answer->ttl = 0;
        return DNS_REPLY_ANSWER;
    }
    answer->status = ANSWER_OK;
    if (answer->records->len > 0 && ldns_pkt_get_rcode(packet) == LDNS_RCODE_NOERROR)
        return DNS_REPLY_ANSWER;
    g_ptr_array_set_size(answer->records, 0);
    if (answers_another(answer, records, packet))
        return DNS_REPLY_UNREADABLE;
    return read_negative(answer, packet);
}

static DnsReplyKind read_packet(const DnsRequest *request, const ldns_pkt *packet, Answer *answer)
{
    int rcode = (int)ldns_pkt_get_rcode(packet) | ldns_pkt_edns_extended_rcode(packet) << 4;
    gboolean stumbled =
        rcode == LDNS_RCODE_FORMERR || rcode == LDNS_RCODE_NOTIMPL || rcode == 16; /* BADVERS */
    if (stumbled && request->options.edns)
        return DNS_REPLY_NO_EDNS;
    answer->authoritative = ldns_pkt_aa(packet);
    answer->authenticated = ldns_pkt_ad(packet);
    read_extended_error(answer, packet);
    if (rcode == LDNS_RCODE_NOERROR || rcode == LDNS_RCODE_NXDOMAIN)
        return read_known(answer, packet);
    answer->status = rcode == LDNS_RCODE_SERVFAIL || rcode == LDNS_RCODE_YXDOMAIN ? ANSWER_SERVFAIL
                                                                                  : ANSWER_REFUSED;
    return DNS_REPLY_ANSWER;
}

/* The question gets its lower case back first: compressed names in the records point into it, and
 * our random letters must not show there. */
static ldns_pkt *parse(const DnsRequest *request, const guint8 *bytes, gsize length)
{
    g_autofree guint8 *copy = g_memdup2(bytes, length);
    ldns_pkt *packet = NULL;
    if (length >= HEADER + request->question_length)
        domain_name_to_wire(request->question.name, copy + HEADER);
    return ldns_wire2pkt(&packet, copy, length) == LDNS_STATUS_OK ? packet : NULL;
}

DnsReplyKind dns_reply_read(const DnsRequest *request, const guint8 *bytes, gsize length,
                            gboolean tcp, Answer **answer)
{
    *answer = NULL;
    DnsReplyKind kind = match(request, bytes, length);
    if (kind != DNS_REPLY_ANSWER)
        return kind;
    if (bytes[2] & 0x02)
        return tcp ? DNS_REPLY_UNREADABLE : DNS_REPLY_TRUNCATED;

    ldns_pkt *packet = parse(request, bytes, length);
    if (!packet)
        return DNS_REPLY_UNREADABLE;
    const Question *question = &request->question;
    Answer *read = answer_to(question, ANSWER_GARBLED);
    kind = read_packet(request, packet, read);
    ldns_pkt_free(packet);
    if (kind == DNS_REPLY_ANSWER || kind == DNS_REPLY_ALIAS)
        *answer = read;
    else
        answer_free(read);
    return kind;
}
