/* compile_catalogue FILE...: lints catalogue files and writes them as C tables on stdout, so that
 * the program starts without parsing a megabyte of YAML. Run by make. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "content/catalogue/catalogue_built_in.h"
#include "content/catalogue/catalogue_lint.h"
#include "content/catalogue/rule_phrase.h"

/* This program makes the tables and so has none. */
const Cause catalogue_built_in[] = {{0}};
const guint catalogue_built_in_count = 0;
const PatternParts catalogue_built_in_patterns[] = {{0}};

static void write_string(const char *text)
{
    if (!text) {
        fputs("NULL", stdout);
        return;
    }
    putchar('"');
    for (; *text; text++)
        if (g_ascii_isalnum(*text) || strchr(" .,:;-_/()[]{}<>@=+*'!", *text))
            putchar(*text);
        else
            printf("\\%03o", (guint)(guchar)*text);
    putchar('"');
}

static void write_member(const char *name, const char *text)
{
    if (!text)
        return;
    printf(".%s = ", name);
    write_string(text);
    puts(",");
}

static void write_list(const char *name, char **texts, guint count)
{
    if (count == 0)
        return;
    printf(".%s = (char *[]){", name);
    for (guint i = 0; i < count; i++) {
        write_string(texts[i]);
        putchar(',');
    }
    printf("}, .%s_count = %u,\n", name, count);
}

static void write_words(const MatchRule *rule)
{
    if (rule->words_count == 0)
        return;
    printf(".words_count = %u, .words = (WordList[]){", rule->words_count);
    for (guint i = 0; i < rule->words_count; i++) {
        putchar('{');
        write_member("name", rule->words[i].name);
        write_list("any", rule->words[i].any, rule->words[i].any_count);
        puts("},");
    }
    puts("},");
}

static void write_rule(const MatchRule *rule)
{
    printf("{.level = %d,", (int)rule->level);
    write_member("name", rule->name);
    write_list("phrases", rule->phrases, rule->phrases_count);
    write_list("also", rule->also, rule->also_count);
    write_list("unless", rule->unless, rule->unless_count);
    write_words(rule);
    write_list("text", rule->text, rule->text_count);
    write_list("not_text", rule->not_text, rule->not_text_count);
    write_list("speaker", rule->speaker, rule->speaker_count);
    write_list("status", rule->status, rule->status_count);
    write_list("code", rule->code, rule->code_count);
    write_list("kind", rule->kind, rule->kind_count);
    puts("},");
}

static void write_check(const CauseCheck *check)
{
    putchar('{');
    write_member("check", check->check);
    write_member("subject", check->subject);
    write_list("confirms", check->confirms, check->confirms_count);
    write_list("context", check->context, check->context_count);
    write_list("lists", check->lists, check->lists_count);
    puts("},");
}

static void write_record(const RecordTemplate *record)
{
    if (!record)
        return;
    printf(".record = &(RecordTemplate){.ttl = %u,", record->ttl);
    write_member("name", record->name);
    write_member("type", record->type);
    write_member("value", record->value);
    puts("},");
}

static void write_fix(const Fix *fix)
{
    putchar('{');
    write_member("who", fix->who);
    write_member("title", fix->title);
    write_list("steps", fix->steps, fix->steps_count);
    write_record(fix->record);
    write_list("when", fix->when, fix->when_count);
    write_list("given", fix->given, fix->given_count);
    puts("},");
}

static void write_text(const char *language, const CauseText *text)
{
    printf(".%s = &(CauseText){", language);
    write_member("title", text->title);
    write_member("what", text->what);
    write_member("why", text->why);
    write_member("unproven", text->unproven);
    write_list("avoid", text->avoid, text->avoid_count);
    printf(".fixes_count = %u, .fixes = (Fix[]){\n", text->fixes_count);
    for (guint i = 0; i < text->fixes_count; i++)
        write_fix(&text->fixes[i]);
    puts("},");
    write_member("reply", text->reply);
    write_member("note", text->note);
    puts("},");
}

static void write_lists(const Cause *cause)
{
    printf(".rules_count = %u, .rules = (MatchRule[]){\n", cause->rules_count);
    for (guint i = 0; i < cause->rules_count; i++)
        write_rule(&cause->rules[i]);
    puts("},");
    if (cause->checks_count > 0) {
        printf(".checks_count = %u, .checks = (CauseCheck[]){\n", cause->checks_count);
        for (guint i = 0; i < cause->checks_count; i++)
            write_check(&cause->checks[i]);
        puts("},");
    }
    if (cause->links_count > 0) {
        printf(".links_count = %u, .links = (Link[]){\n", cause->links_count);
        for (guint i = 0; i < cause->links_count; i++) {
            putchar('{');
            write_member("url", cause->links[i].url);
            write_member("title", cause->links[i].title);
            puts("},");
        }
        puts("},");
    }
}

static void write_cause(const Cause *cause)
{
    printf("{.clean = %d,", (int)cause->clean);
    write_member("id", cause->id);
    if (cause->documented_count > 0) {
        printf(".documented_count = %u, .documented = (int[]){", cause->documented_count);
        for (guint i = 0; i < cause->documented_count; i++)
            printf("%d,", cause->documented[i]);
        puts("},");
    }
    write_member("category", cause->category);
    write_member("reason", cause->reason);
    write_member("acts", cause->acts);
    write_member("since", cause->since);
    write_lists(cause);
    write_text("en", cause->en);
    write_text("zh_CN", cause->zh_CN);
    write_list("claims", cause->claims, cause->claims_count);
    write_list("match", cause->match, cause->match_count);
    write_list("mismatch", cause->mismatch, cause->mismatch_count);
    puts("},\n");
}

static void write_demand(const PatternDemand *demand)
{
    printf("{{%u, {", demand->key.count);
    for (guint i = 0; i < demand->key.count; i++)
        printf("%u,", demand->key.places[i]);
    printf("}}, %u},", demand->clause);
}

static void write_branch(const PatternBranch *branch)
{
    putchar('{');
    write_member("source", branch->source);
    if (branch->demand_count > 0) {
        printf(".demand_count = %u, .demands = (const PatternDemand[]){", branch->demand_count);
        for (guint i = 0; i < branch->demand_count; i++)
            write_demand(&branch->demands[i]);
        fputs("}", stdout);
    }
    puts("},");
}

static void write_pattern(const char *source)
{
    PatternParts *parts = pattern_parts_new(source);
    putchar('{');
    write_member("source", source);
    printf(".minimum = %u, .branch_count = %u, .branches = (const PatternBranch[]){",
           parts->minimum, parts->branch_count);
    for (guint i = 0; i < parts->branch_count; i++)
        write_branch(&parts->branches[i]);
    puts("}},");
    pattern_parts_free(parts);
}

static void write_patterns(const MatchRule *rule)
{
    g_autoptr(GPtrArray) demanded = rule_demanded_patterns(rule);
    g_autoptr(GPtrArray) forbidden = rule_forbidden_patterns(rule);
    const struct {
        char **sources;
        guint count;
    } lists[] = {{(char **)demanded->pdata, demanded->len},
                 {(char **)forbidden->pdata, forbidden->len},
                 {rule->speaker, rule->speaker_count},
                 {rule->status, rule->status_count},
                 {rule->code, rule->code_count}};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        for (guint j = 0; j < lists[i].count; j++)
            write_pattern(lists[i].sources[j]);
}

static void write_all_patterns(const Catalogue *catalogue)
{
    puts("const PatternParts catalogue_built_in_patterns[] = {");
    for (guint i = 0; i < catalogue_size(catalogue); i++) {
        const Cause *cause = catalogue_at(catalogue, i);
        for (guint j = 0; j < cause->rules_count; j++)
            write_patterns(&cause->rules[j]);
    }
    puts("{0}};");
}

/* An entry of one file would silently replace that of another. */
static guint report_taken(const Catalogue *all, const Catalogue *own, const char *path)
{
    guint taken = 0;
    for (guint i = 0; i < catalogue_size(own); i++) {
        const char *id = catalogue_at(own, i)->id;
        if (!catalogue_find(all, id))
            continue;
        fprintf(stderr,
                "%s:1: the id \"%s\" is taken by an entry of another file: choose another\n", path,
                id);
        taken++;
    }
    return taken;
}

/* The number of problems, each told on stderr. */
static guint load_file(Catalogue *all, const char *path)
{
    g_autofree char *yaml = NULL;
    gsize length;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &yaml, &length, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    g_autoptr(GPtrArray) problems = catalogue_lint_form(yaml, length, path);
    for (guint i = 0; i < problems->len; i++)
        fprintf(stderr, "%s\n", (const char *)g_ptr_array_index(problems, i));
    if (problems->len > 0)
        return problems->len;
    g_autoptr(Catalogue) own = catalogue_new();
    if (!catalogue_add(own, yaml, length, path, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    guint taken = report_taken(all, own, path);
    catalogue_add(all, yaml, length, path, NULL);
    return taken;
}

int main(int argc, char **argv)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    guint problems = 0;
    for (int i = 1; i < argc; i++)
        problems += load_file(catalogue, argv[i]);
    if (problems > 0)
        return EX_DATAERR;
    puts("#include \"content/catalogue/catalogue_built_in.h\"\n\nconst Cause catalogue_built_in[] "
         "= {");
    for (guint i = 0; i < catalogue_size(catalogue); i++)
        write_cause(catalogue_at(catalogue, i));
    printf("{0}};\nconst guint catalogue_built_in_count = %u;\n", catalogue_size(catalogue));
    write_all_patterns(catalogue);
    return fflush(stdout) == 0 ? 0 : EX_IOERR;
}
