namespace Exporters.Linux.Tests;

internal sealed class ProcessUserTests
{
    [TestCase("         0          0 4294967295\n", 1000U, 1000U, TestName = "Without a namespace a user is the same outside")]
    [TestCase("         0       1000          1\n         1     100000      65536\n", 0U, 1000U, TestName = "The root of a rootless container is the user who started it")]
    [TestCase("         0       1000          1\n         1     100000      65536\n", 33U, 100032U, TestName = "Another user of it has a number of the range given to it")]
    public void A_user_of_a_namespace_has_a_number_outside(string map, uint inside, uint outside) =>
        Assert.That(ProcessUser.Outer(System.Text.Encoding.ASCII.GetBytes(map), inside), Is.EqualTo(outside));

    [Test]
    public void A_user_that_the_map_does_not_cover_has_none() =>
        Assert.That(ProcessUser.Outer("         0       1000          1\n"u8, 7), Is.Null);

    [Test]
    public void This_process_knows_its_user()
    {
        Assert.That(ProcessUser.Id == 0, Is.EqualTo(Environment.IsPrivilegedProcess));
        Assert.That(ProcessUser.OuterId, Is.EqualTo(ProcessUser.Id).Or.Not.Zero);
    }
}
