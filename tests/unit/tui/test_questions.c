/* The questions lead to causes that the catalogue has. */
#include "tui/state/questions.h"

#include <string.h>
#include "content/catalogue/catalogue.h"

static void test_causes_exist(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    const char *id;
    guint index = 0;
    for (; (id = questions_cause_at(index)) != NULL; index++) {
        if (catalogue_find(catalogue, id) == NULL)
            g_error("the catalogue has no cause %s", id);
        g_assert_nonnull(questions_title(id));
    }
    g_assert_cmpuint(index, >, 10);
}

/* Every answer that is no "don't know" says something, and of known causes only. */
static void test_answers(void)
{
    for (guint question = 0; question < QUESTION_COUNT; question++) {
        const QuestionAnswer *answers = questions[question].answers;
        guint count = 0;
        for (; count < ANSWERS_MAX && answers[count].text != NULL; count++)
            for (guint i = 0; i < POINTS_MAX && answers[count].points[i].cause != NULL; i++)
                g_assert_nonnull(questions_title(answers[count].points[i].cause));
        g_assert_cmpuint(count, >=, 3);
        g_assert_null(answers[count - 1].points[0].cause);
    }
}

static void test_ranking(void)
{
    const int nothing[QUESTION_COUNT] = {-1, 99, -1, -1, -1},
              full[QUESTION_COUNT] = {1, 0, 3, 4, 2};
    g_autoptr(GPtrArray) none = questions_causes(nothing), some = questions_causes(full);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpuint(some->len, >, 1);
    g_assert_cmpuint(some->len, <=, CANDIDATES_SHOWN);
    g_assert_cmpstr(some->pdata[0], ==, "mailbox-full");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/questions/causes", test_causes_exist);
    g_test_add_func("/questions/answers", test_answers);
    g_test_add_func("/questions/ranking", test_ranking);
    return g_test_run();
}
