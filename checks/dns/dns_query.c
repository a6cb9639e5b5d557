#include "checks/dns/dns_query.h"
#include "checks/dns/dns_alarm.h"
#include "checks/dns/dns_codec.h"
#include "checks/dns/dns_transport.h"

enum {
    FIRST_LOOK =
        150 * 1000, /* microseconds; by then other answers may tell how quick a server is */
    ALIAS_LIMIT = 16,
    CASE_LOSS_LIMIT = 2, /* then the server gets names in lower case */
    FOREIGN_LIMIT = 64   /* messages that are not ours, until a socket is given up */
};

/* One request on its way. Stays open when the next is sent: late answers count. */
typedef struct {
    DnsQuery *query;
    guint server; /* index in the pool */
    gboolean tcp;
    DnsRequest *request;
    DnsChannel *channel;
    gint64 sent_at;
    guint foreign;
} Attempt;

struct DnsQuery {
    DnsPool *pool;
    Question question; /* as it was asked */
    char *asking;      /* the name that is asked now: where aliases led */
    guint aliases;
    char *alias; /* the first of them; NULL: none */
    guint32 alias_ttl;

    gint64 asked_at; /* real time */
    gint64 deadline, give_up;
    DnsAlarm *alarm;

    GPtrArray *attempts; /* Attempt* */
    guint tries, turn;   /* turn: tries of the name that is asked now */
    guint asked;         /* the server of the last try */
    gint64 sent_at;      /* the last try, monotonic */
    gboolean *failed;    /* per server: it said that it can't or could not be reached */
    gboolean foreign;    /* something came that was not ours */
    gboolean plain;      /* without EDNS */
    Answer *failure;     /* the best of what the failed servers said */

    DnsQueryDone done;
    gpointer data;
};

static void attempt_free(gpointer data)
{
    Attempt *attempt = data;
    dns_channel_close(attempt->channel);
    dns_request_free(attempt->request);
    g_free(attempt);
}

void dns_query_free(DnsQuery *query)
{
    g_ptr_array_unref(query->attempts);
    dns_alarm_free(query->alarm);
    answer_free(query->failure);
    g_free(query->failed);
    g_free(query->asking);
    g_free(query->alias);
    question_clear(&query->question);
    g_free(query);
}

static DnsServer *server_at(const DnsQuery *query, guint index)
{
    return g_ptr_array_index(query->pool->servers, index);
}

/* Finishing: the last thing that is done with a query. */

static void finish(DnsQuery *query, Answer *answer)
{
    question_clear(&answer->question);
    answer->question = question_copy(&query->question);
    answer->asked_at = query->asked_at;
    answer->tries = query->tries;
    if (query->aliases > 0) {
        if (!answer->canonical_name)
            answer->canonical_name = g_strdup(query->asking);
        g_free(answer->alias);
        answer->alias = g_strdup(query->alias);
        answer->ttl = MIN(answer->ttl, query->alias_ttl);
    }
    query->done(query, answer, query->data);
}

static Answer *answer_from(const DnsQuery *query, AnswerStatus status, guint server)
{
    Answer *answer = answer_to(&query->question, status);
    g_free(answer->server);
    answer->server = g_strdup(server_at(query, server)->label);
    return answer;
}

/* How much a failure tells: a server that spoke outranks one that did not. */
static int telling(AnswerStatus status)
{
    static const AnswerStatus order[] = {ANSWER_UNREACHABLE, ANSWER_TIMEOUT, ANSWER_GARBLED,
                                         ANSWER_REFUSED, ANSWER_SERVFAIL};
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        if (order[i] == status)
            return (int)i;
    return -1;
}

/* Takes over `answer`. */
static void keep_failure(DnsQuery *query, Answer *answer)
{
    if (query->failure && telling(query->failure->status) >= telling(answer->status)) {
        answer_free(answer);
        return;
    }
    answer_free(query->failure);
    query->failure = answer;
}

static void finish_failed(DnsQuery *query)
{
    finish(query, g_steal_pointer(&query->failure));
}

static void finish_silent(DnsQuery *query)
{
    guint server = query->pool->first;
    if (query->attempts->len > 0)
        server = ((Attempt *)g_ptr_array_index(query->attempts, query->attempts->len - 1))->server;
    keep_failure(query,
                 answer_from(query, query->foreign ? ANSWER_GARBLED : ANSWER_TIMEOUT, server));
    finish_failed(query);
}

/* Sending */

static void on_channel(DnsChannelEvent event, const guint8 *bytes, gsize length, gpointer data);

/* False where the server cannot be reached. */
static gboolean send_to(DnsQuery *query, guint index, gboolean tcp)
{
    const DnsServer *server = server_at(query, index);
    Question question = query->question;
    question.name = query->asking;
    DnsRequestOptions options = {.mixed_case = server->case_losses < CASE_LOSS_LIMIT,
                                 .edns = !query->plain && !server->lacks_edns,
                                 .recurse = query->pool->recurse};
    Attempt *attempt = g_new0(Attempt, 1);
    attempt->query = query;
    attempt->server = index;
    attempt->tcp = tcp;
    attempt->sent_at = g_get_monotonic_time();
    attempt->request = dns_request_new(&question, options);
    attempt->channel = dns_channel_open(server, tcp, attempt->request->wire,
                                        attempt->request->length, on_channel, attempt);
    if (!attempt->channel) {
        attempt_free(attempt);
        return FALSE;
    }
    g_ptr_array_add(query->attempts, attempt);
    return TRUE;
}

/* The next server in turn that has not failed; -1: none is left. */
static int next_server(const DnsQuery *query)
{
    guint count = query->pool->servers->len;
    for (guint i = 0; i < count; i++) {
        guint index = (query->pool->first + query->turn + i) % count;
        if (!query->failed[index])
            return (int)index;
    }
    return -1;
}

/* When the last try counts as lost: waits double each time all servers had their turn. */
static gint64 lost_at(const DnsQuery *query)
{
    guint lap = (query->turn - 1) / query->pool->servers->len;
    return query->sent_at + (dns_server_patience(server_at(query, query->asked)) << MIN(lap, 8));
}

static void set_alarm(DnsQuery *query, gint64 now)
{
    gint64 look = query->sent_at + FIRST_LOOK, lost = lost_at(query);
    gint64 next = now < look ? MIN(look, lost) : lost;
    dns_alarm_set(query->alarm, MIN(next, MIN(query->give_up, query->deadline)));
}

/* Sends the next try and sets the alarm; with no server left it ends the query. */
static void send_next(DnsQuery *query)
{
    int server;
    while ((server = next_server(query)) >= 0) {
        query->tries++;
        query->turn++;
        query->asked = (guint)server;
        query->sent_at = g_get_monotonic_time();
        if (send_to(query, (guint)server, query->pool->tcp)) {
            set_alarm(query, query->sent_at);
            return;
        }
        query->failed[server] = TRUE;
        keep_failure(query, answer_from(query, ANSWER_UNREACHABLE, (guint)server));
    }
    finish_failed(query);
}

void dns_query_give_up(DnsQuery *query)
{
    finish(query, answer_from(query, ANSWER_BUDGET, query->pool->first));
}

static void on_alarm(gpointer data)
{
    DnsQuery *query = data;
    gint64 now = g_get_monotonic_time();
    if (now >= query->deadline)
        dns_query_give_up(query);
    else if (query->tries > 0 && now >= query->give_up)
        finish_silent(query);
    else if (query->tries > 0 && now < lost_at(query))
        set_alarm(query, now);
    else
        send_next(query);
}

/* Receiving */

static void drop_attempts_to(DnsQuery *query, guint server)
{
    for (guint i = query->attempts->len; i > 0; i--) {
        const Attempt *attempt = g_ptr_array_index(query->attempts, i - 1);
        if (attempt->server == server)
            g_ptr_array_remove_index(query->attempts, i - 1);
    }
}

/* The server can't or won't say: the others are asked at once. Takes over `answer`; the attempt is
 * gone afterwards. */
static void server_failed(DnsQuery *query, guint server, Answer *answer)
{
    query->failed[server] = TRUE;
    keep_failure(query, answer);
    drop_attempts_to(query, server);
    send_next(query);
}

/* Once more to the same server, in another manner. */
static void send_again(DnsQuery *query, guint server, gboolean tcp)
{
    drop_attempts_to(query, server);
    if (!send_to(query, server, tcp))
        server_failed(query, server, answer_from(query, ANSWER_UNREACHABLE, server));
}

static void on_foreign(Attempt *attempt)
{
    attempt->query->foreign = TRUE;
    if (++attempt->foreign >= FOREIGN_LIMIT)
        g_clear_pointer(&attempt->channel, dns_channel_close);
}

/* The chain goes on outside of what the server told: as a new question under the same roof. */
static void follow_alias(DnsQuery *query, const Answer *answer)
{
    query->alias_ttl = MIN(query->alias_ttl, answer->ttl);
    if (!query->alias)
        query->alias = g_strdup(answer->alias);
    g_free(query->asking);
    query->asking = g_strdup(answer->canonical_name);
    query->turn = 0;
    g_ptr_array_set_size(query->attempts, 0);
    if (++query->aliases > ALIAS_LIMIT)
        finish(query, answer_from(query, ANSWER_SERVFAIL, query->pool->first));
    else
        send_next(query);
}

static void on_answer(Attempt *attempt, Answer *answer)
{
    DnsQuery *query = attempt->query;
    DnsServer *server = server_at(query, attempt->server);
    guint index = attempt->server;
    g_free(answer->server);
    answer->server = g_strdup(server->label);
    answer->tcp = attempt->tcp;
    answer->round_trip = (guint32)MIN(g_get_monotonic_time() - attempt->sent_at, G_MAXUINT32);
    dns_server_measured(server, answer->round_trip);
    answer->authenticated = answer->authenticated && (server->loopback || query->pool->trust_ad);
    if (!answer_status_known(answer->status)) {
        server_failed(query, index, answer);
        return;
    }
    if (query->plain)
        server->lacks_edns = TRUE;
    if (query->tries > 1 && !query->pool->rotate)
        query->pool->first = index;
    finish(query, answer);
}

static void on_message(Attempt *attempt, const guint8 *bytes, gsize length)
{
    DnsQuery *query = attempt->query;
    DnsServer *server = server_at(query, attempt->server);
    Answer *answer = NULL;
    switch (dns_reply_read(attempt->request, bytes, length, attempt->tcp, &answer)) {
    case DNS_REPLY_FOREIGN:
        on_foreign(attempt);
        return;
    case DNS_REPLY_CASE_LOST:
        server->case_losses++;
        query->foreign = TRUE;
        send_again(query, attempt->server, attempt->tcp);
        return;
    case DNS_REPLY_UNREADABLE:
        server_failed(query, attempt->server, answer_from(query, ANSWER_GARBLED, attempt->server));
        return;
    case DNS_REPLY_NO_EDNS:
        query->plain = TRUE;
        send_again(query, attempt->server, attempt->tcp);
        return;
    case DNS_REPLY_TRUNCATED:
        send_again(query, attempt->server, TRUE);
        return;
    case DNS_REPLY_ALIAS:
        /* What a name server holds itself ends with the alias. */
        if (query->question.non_recursive) {
            on_answer(attempt, answer);
            return;
        }
        follow_alias(query, answer);
        answer_free(answer);
        return;
    case DNS_REPLY_ANSWER:
        on_answer(attempt, answer);
        return;
    }
}

static void on_channel(DnsChannelEvent event, const guint8 *bytes, gsize length, gpointer data)
{
    Attempt *attempt = data;
    if (event == DNS_CHANNEL_MESSAGE)
        on_message(attempt, bytes, length);
    else
        server_failed(attempt->query, attempt->server,
                      answer_from(attempt->query, ANSWER_UNREACHABLE, attempt->server));
}

DnsQuery *dns_query_new(DnsPool *pool, const Question *question, gint64 deadline, DnsQueryDone done,
                        gpointer data)
{
    DnsQuery *query = g_new0(DnsQuery, 1);
    query->pool = pool;
    query->question = question_copy(question);
    query->asking = g_strdup(question->name);
    query->alias_ttl = G_MAXUINT32;
    query->asked_at = g_get_real_time();
    query->deadline = deadline;
    query->attempts = g_ptr_array_new_with_free_func(attempt_free);
    query->failed = g_new0(gboolean, pool->servers->len);
    query->done = done;
    query->data = data;
    query->alarm = dns_alarm_new(on_alarm, query);
    dns_alarm_set(query->alarm, deadline);
    return query;
}

void dns_query_start(DnsQuery *query)
{
    DnsPool *pool = query->pool;
    if (pool->rotate)
        pool->first = (pool->first + 1) % pool->servers->len;
    query->asked_at = g_get_real_time();
    query->give_up = g_get_monotonic_time() + pool->patience;
    /* Sent from the loop, so that a server that cannot be reached is not reported from within. */
    dns_alarm_set(query->alarm, 0);
}
