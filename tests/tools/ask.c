/* Asks questions by the live source and prints the answers: for the scripts of tests/.
 *
 *     ask [-s SERVER]... [-h "SERVER..."] [-c] [-q] [-b MILLISECONDS] <QUESTIONS
 *
 * QUESTIONS: "NAME TYPE" lines; an empty line waits until all before it are answered. Prints for
 * each, in their order, "NAME TYPE STATUS TTL FLAGS SUMMARY", FLAGS being aa, ad, tcp or -. -c sets
 * CD, -h asks these servers for what they hold themselves, -q prints only "QUESTIONS UNKNOWN
 * MILLISECONDS", -b is the time for all. Without -s /etc/resolv.conf is asked. */
#include "checks/answers/domain_name.h"
#include "checks/dns/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    Question question;
    Answer *answer;
    guint *open;
} Asked;

static void asked_free(gpointer data)
{
    Asked *asked = data;
    question_clear(&asked->question);
    answer_free(asked->answer);
    g_free(asked);
}

static void on_answer(Answer *answer, gpointer data)
{
    Asked *asked = data;
    asked->answer = answer;
    *asked->open -= 1;
}

static void wait_for_all(const guint *open)
{
    while (*open > 0)
        g_main_context_iteration(NULL, TRUE);
}

static guint16 type_number(const char *text)
{
    static const guint16 types[] = {TYPE_A,  TYPE_NS,  TYPE_CNAME, TYPE_SOA, TYPE_PTR,
                                    TYPE_MX, TYPE_TXT, TYPE_AAAA,  TYPE_TLSA};
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (strcmp(type_name(types[i]), text) == 0)
            return types[i];
    fprintf(stderr, "ask: unknown type %s\n", text);
    exit(EXIT_FAILURE);
}

static void print_answer(const Answer *answer)
{
    g_autofree char *summary = answer_summary(answer);
    g_autofree char *flags =
        g_strdup_printf("%s%s%s", answer->authoritative ? "aa," : "",
                        answer->authenticated ? "ad," : "", answer->tcp ? "tcp," : "");
    printf("%s %s %s %u %s %s\n", answer->question.name, type_name(answer->question.type),
           answer_status_known(answer->status) ? "known" : "unknown", answer->ttl,
           *flags ? flags : "-", summary);
}

typedef struct {
    GPtrArray *servers;
    const char *set; /* NULL: the resolvers */
    gboolean checking_disabled, quiet;
    gint64 budget;
} Options;

static Options read_options(int argc, char **argv)
{
    Options options = {.servers = g_ptr_array_new(), .budget = 15 * G_USEC_PER_SEC};
    int option;
    while ((option = getopt(argc, argv, "s:h:cqb:")) != -1) {
        if (option == 's')
            g_ptr_array_add(options.servers, optarg);
        else if (option == 'h')
            options.set = optarg;
        else if (option == 'c')
            options.checking_disabled = TRUE;
        else if (option == 'q')
            options.quiet = TRUE;
        else if (option == 'b')
            options.budget = atoi(optarg) * 1000;
        else
            exit(EXIT_FAILURE);
    }
    g_ptr_array_add(options.servers, NULL);
    return options;
}

/* Asks line by line; GPtrArray of Asked*. */
static GPtrArray *ask_all(Source *source, const Options *options, gint64 deadline, guint *open)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(asked_free);
    char line[512], name[256], type[16];
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "%255s %15s", name, type) != 2) {
            wait_for_all(open);
            continue;
        }
        Asked *asked = g_new0(Asked, 1);
        char *normalised = domain_name_normalise(name);
        asked->question = (Question){.name = normalised ? normalised : g_strdup(name),
                                     .type = type_number(type),
                                     .checking_disabled = options->checking_disabled,
                                     .servers = g_strdup(options->set),
                                     .non_recursive = options->set != NULL};
        asked->open = open;
        *open += 1;
        g_ptr_array_add(all, asked);
        source->ask(source, &asked->question, deadline, on_answer, asked);
    }
    wait_for_all(open);
    return all;
}

int main(int argc, char **argv)
{
    Options options = read_options(argc, argv);
    g_autoptr(GError) error = NULL;
    guint open = 0, unknown = 0;
    Source *source = source_live_new((char **)options.servers->pdata, NULL, &error);
    if (!source) {
        fprintf(stderr, "ask: %s\n", error->message);
        return EXIT_FAILURE;
    }
    gint64 start = g_get_monotonic_time();
    g_autoptr(GPtrArray) all = ask_all(source, &options, start + options.budget, &open);
    gint64 taken = g_get_monotonic_time() - start;
    for (guint i = 0; i < all->len; i++) {
        Asked *asked = g_ptr_array_index(all, i);
        unknown += !answer_status_known(asked->answer->status);
        if (!options.quiet)
            print_answer(asked->answer);
    }
    if (options.quiet)
        printf("%u %u %" G_GINT64_FORMAT "\n", all->len, unknown, taken / 1000);
    source_free(source);
    g_ptr_array_unref(options.servers);
    return EXIT_SUCCESS;
}
