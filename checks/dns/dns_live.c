/* The live source: questions to the resolvers, so many at a time. */
#include "checks/dns/dns_query.h"
#include "checks/answers/domain_name.h"
#include "checks/dns/resolv_conf.h"
#include "checks/dns/source.h"

#include <string.h>

enum {
    OPEN_LIMIT = 100, /* questions on their way at a time */
    PATIENCE = 6 * G_USEC_PER_SEC,
    SET_PATIENCE = 3 * G_USEC_PER_SEC, /* name servers answer from memory */
    PATIENCE_LIMIT = 30 * G_USEC_PER_SEC
};

typedef struct {
    Source base;
    DnsPool pool;     /* the resolvers */
    GHashTable *sets; /* char* to DnsPool*: the server sets that questions name */
    guint16 set_port; /* 0: 53 */
    GHashTable *open; /* LiveQuestion*, on their way */
    GQueue waiting;   /* LiveQuestion*, until there is room */
    gboolean cancelling;
    gboolean closing; /* being freed: nothing is asked any more */
} LiveSource;

typedef struct {
    LiveSource *source;
    DnsQuery *query;
    GList *link; /* in `waiting`; NULL: on its way */
    SourceCallback callback;
    gpointer data;
} LiveQuestion;

static void start_waiting(LiveSource *source)
{
    while (!source->cancelling && g_hash_table_size(source->open) < OPEN_LIMIT &&
           source->waiting.length > 0) {
        LiveQuestion *live = g_queue_pop_head(&source->waiting);
        live->link = NULL;
        g_hash_table_add(source->open, live);
        dns_query_start(live->query);
    }
}

/* The callback comes last: it may ask more, or free the source. */
static void live_done(DnsQuery *query, Answer *answer, gpointer data)
{
    LiveQuestion *live = data;
    LiveSource *source = live->source;
    SourceCallback callback = live->callback;
    gpointer callback_data = live->data;
    if (live->link)
        g_queue_delete_link(&source->waiting, live->link);
    else
        g_hash_table_remove(source->open, live);
    dns_query_free(query);
    g_free(live);
    start_waiting(source);
    callback(answer, callback_data);
}

static void server_destroy(gpointer server)
{
    dns_server_free(server);
}

static void pool_destroy(gpointer data)
{
    DnsPool *pool = data;
    g_ptr_array_unref(pool->servers);
    g_free(pool);
}

static void add_set_server(const LiveSource *source, DnsPool *pool, const char *address)
{
    g_autofree char *with_port = source->set_port && !strpbrk(address, "@]")
                                     ? g_strdup_printf("%s@%u", address, source->set_port)
                                     : g_strdup(address);
    DnsServer *server = dns_server_new(with_port, NULL);
    if (server)
        g_ptr_array_add(pool->servers, server);
}

/* NULL where none of the addresses is one. */
static DnsPool *pool_for(LiveSource *source, const Question *question)
{
    if (!question->servers)
        return &source->pool;
    g_autofree char *key = g_strdup_printf("%d %s", !question->non_recursive, question->servers);
    DnsPool *pool = g_hash_table_lookup(source->sets, key);
    if (!pool) {
        pool = g_new0(DnsPool, 1);
        pool->servers = g_ptr_array_new_with_free_func(server_destroy);
        pool->recurse = !question->non_recursive;
        pool->patience = SET_PATIENCE;
        g_auto(GStrv) addresses = g_strsplit(question->servers, " ", -1);
        for (char **address = addresses; *address; address++)
            add_set_server(source, pool, *address);
        g_hash_table_insert(source->sets, g_steal_pointer(&key), pool);
    }
    return pool->servers->len ? pool : NULL;
}

static void live_ask(Source *base, const Question *question, gint64 deadline,
                     SourceCallback callback, gpointer data)
{
    LiveSource *source = (LiveSource *)base;
    g_autofree char *name = domain_name_normalise(question->name);
    DnsPool *pool = pool_for(source, question);
    if (!name || !pool || source->closing) {
        callback(answer_to(question, !name   ? ANSWER_BAD_NAME
                                     : !pool ? ANSWER_UNREACHABLE
                                             : ANSWER_BUDGET),
                 data);
        return;
    }
    LiveQuestion *live = g_new0(LiveQuestion, 1);
    live->source = source;
    live->callback = callback;
    live->data = data;
    live->query = dns_query_new(pool, question, deadline, live_done, live);
    g_queue_push_tail(&source->waiting, live);
    live->link = source->waiting.tail;
    start_waiting(source);
}

static GPtrArray *all_questions(const LiveSource *source)
{
    GPtrArray *all = g_ptr_array_new();
    GHashTableIter iter;
    gpointer live;
    g_hash_table_iter_init(&iter, source->open);
    while (g_hash_table_iter_next(&iter, &live, NULL))
        g_ptr_array_add(all, live);
    for (GList *link = source->waiting.head; link; link = link->next)
        g_ptr_array_add(all, link->data);
    return all;
}

static void live_free(Source *base);

static void destroy(LiveSource *source)
{
    g_hash_table_unref(source->open);
    g_ptr_array_unref(source->pool.servers);
    g_hash_table_unref(source->sets);
    g_free(source);
}

/* A callback may cancel again or free the source: the outer call does the rest. */
static void live_cancel(Source *base)
{
    LiveSource *source = (LiveSource *)base;
    if (source->cancelling)
        return;
    g_autoptr(GPtrArray) all = all_questions(source);
    source->cancelling = TRUE;
    for (guint i = 0; i < all->len; i++) {
        LiveQuestion *live = g_ptr_array_index(all, i);
        dns_query_give_up(live->query);
    }
    source->cancelling = FALSE;
    if (source->closing)
        live_free(base);
    else
        start_waiting(source);
}

static void live_free(Source *base)
{
    LiveSource *source = (LiveSource *)base;
    source->closing = TRUE;
    if (source->cancelling)
        return;
    if (g_hash_table_size(source->open) + source->waiting.length > 0)
        live_cancel(base); /* comes back here */
    else
        destroy(source);
}

void source_live_set_port(Source *source, guint16 port)
{
    ((LiveSource *)source)->set_port = port;
}

/* False with *error set where one is wrong. */
static gboolean add_servers(DnsPool *pool, char *const *texts, GError **error)
{
    for (gsize i = 0; texts[i]; i++) {
        DnsServer *server = dns_server_new(texts[i], error);
        if (!server)
            return FALSE;
        g_ptr_array_add(pool->servers, server);
    }
    return TRUE;
}

/* A line of resolv.conf that makes no sense must not stop us, as it does not stop the C library. */
static void add_configured(DnsPool *pool, const ResolvConf *conf)
{
    for (guint i = 0; i < conf->servers->len; i++) {
        DnsServer *server = dns_server_new(g_ptr_array_index(conf->servers, i), NULL);
        if (server)
            g_ptr_array_add(pool->servers, server);
    }
    if (pool->servers->len == 0)
        g_ptr_array_add(pool->servers, dns_server_new("127.0.0.1", NULL));
    if (conf->timeout || conf->attempts) {
        gint64 timeout = conf->timeout ? conf->timeout : 5,
               attempts = conf->attempts ? conf->attempts : 2;
        pool->patience = MIN(timeout * attempts * G_USEC_PER_SEC, PATIENCE_LIMIT);
    }
    pool->rotate = conf->rotate;
    pool->tcp = conf->use_tcp;
    pool->trust_ad = conf->trust_ad;
}

Source *source_live_new(char *const *servers, const char *resolv_conf, GError **error)
{
    LiveSource *source = g_new0(LiveSource, 1);
    source->base = (Source){live_ask, live_cancel, live_free};
    source->pool.servers = g_ptr_array_new_with_free_func(server_destroy);
    source->pool.recurse = TRUE;
    source->pool.patience = PATIENCE;
    source->sets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pool_destroy);
    source->open = g_hash_table_new(NULL, NULL);
    g_queue_init(&source->waiting);
    if (servers && servers[0]) {
        if (!add_servers(&source->pool, servers, error)) {
            live_free(&source->base);
            return NULL;
        }
        return &source->base;
    }
    g_autoptr(ResolvConf) conf = resolv_conf_load(resolv_conf);
    add_configured(&source->pool, conf);
    return &source->base;
}
