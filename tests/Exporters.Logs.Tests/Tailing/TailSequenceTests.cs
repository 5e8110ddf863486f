namespace Exporters.Logs.Tests.Tailing;

/// <summary>Short sequences that once lost lines, changed them when they were repeated, or never came to an end.</summary>
internal sealed class TailSequenceTests
{
    [TestCase("*.log*", "w1 p1 copy rename", TestName = "A_copy_whose_file_was_renamed_since_is_not_a_new_file")]
    [TestCase("*.log", "w1 die copy rename", TestName = "A_copy_whose_file_was_renamed_since_is_found_after_a_death")]
    [TestCase("*.log", "w1 restart rename", TestName = "A_file_that_was_empty_at_the_last_look_is_found_under_its_new_name")]
    [TestCase("*.log", "rename w1 die copy", TestName = "A_copy_is_not_taken_for_a_file_that_came_between_two_looks")]
    [TestCase("*.log", "rename w1 die copy rename", TestName = "A_copy_of_one_renamed_file_is_not_taken_for_one_that_came_after_another")]
    public void Every_line_arrives_and_repeats_are_identical(string include, string steps) =>
        Assert.That(TailScript.Run(include, steps.Split(' ')), Is.Null);
}
