namespace Exporters.Logs.Tests.Tailing;

/// <summary>Short sequences that once lost lines, changed them when they were repeated, or never came to an end.</summary>
internal sealed class TailSequenceTests
{
    [TestCase("*.log*", "w1 p1 copy rename", TestName = "A_copy_whose_file_was_renamed_since_is_not_a_new_file")]
    [TestCase("*.log", "w1 die copy rename", TestName = "A_copy_whose_file_was_renamed_since_is_found_after_a_death")]
    [TestCase("*.log", "w1 restart rename", TestName = "A_file_that_was_empty_at_the_last_look_is_found_under_its_new_name")]
    [TestCase("*.log", "rename w1 die copy", TestName = "A_copy_is_not_taken_for_a_file_that_came_between_two_looks")]
    [TestCase("*.log", "rename w1 die copy rename", TestName = "A_copy_of_one_renamed_file_is_not_taken_for_one_that_came_after_another")]
    [TestCase("*.log", "w1 p1 truncate w1 move look", TestName = "What_was_written_after_a_truncation_is_read_also_when_the_file_was_renamed_at_once")]
    [TestCase("*.log", "gz w1 move read", TestName = "A_file_that_came_and_was_renamed_while_the_log_had_none_is_found")]
    [TestCase("*.log", "mid:move rename w1 p1", TestName = "A_file_that_came_and_was_renamed_after_one_that_was_renamed_is_found")]
    [TestCase("*.log", "w1 rename w1 move p1 kill", TestName = "A_file_that_came_and_was_renamed_is_found_after_a_death")]
    [TestCase("*.log", "w1 p1 delete dated w1 die mid:w1 read copy restart rename", TestName = "Two_checkpoints_of_one_inode_are_told_apart")]
    [TestCase("*.log", "mid:move p1 mid:w2 create die copy dated", TestName = "A_file_of_which_a_batch_was_under_way_at_a_death_is_found_in_its_copy")]
    [TestCase("*.log", "w1 p1 delete restart rename p1 w1 restart look cp", TestName = "A_copy_with_the_inode_of_a_deleted_file_is_known_as_a_copy")]
    [TestCase("*.log", "move create w1 die w1 cp look", TestName = "A_copy_under_way_is_not_taken_for_a_file_that_came_between_two_looks")]
    [TestCase("*.log*", "w1 cp read", TestName = "A_copy_that_is_found_together_with_its_file_is_known_as_a_copy")]
    [TestCase("*.log*", "w1 p1 kill cp cut dated", TestName = "A_file_truncated_and_renamed_while_not_running_goes_on_in_its_copy")]
    [TestCase("*.log*", "w1 read copy mid:rename p1", TestName = "A_copy_whose_file_is_renamed_while_names_are_listed_is_known_as_a_copy")]
    [TestCase("*.log*", "w1 p1 truncate w1 move", TestName = "A_truncated_file_that_was_renamed_is_read_once")]
    [TestCase("*.log", "w1 move p7 w1 p7 create", TestName = "What_is_written_to_a_rotated_file_long_after_its_rotation_is_read")]
    public void Every_line_arrives_and_repeats_are_identical(string include, string steps) =>
        Assert.That(TailScript.Run(include, steps.Split(' ')), Is.Null);
}
