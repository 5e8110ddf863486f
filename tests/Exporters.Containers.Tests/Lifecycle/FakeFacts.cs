using Exporters.Containers.Lifecycle;
using Exporters.Docker.Answers;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

/// <summary>What the daemon would say of a fake container.</summary>
internal static class FakeFacts
{
    public static ContainerFacts Of(FakeContainer container) => ContainerFacts.Of(new ContainerDetails
    {
        Id = container.Id,
        Name = "/" + container.Name,
        Image = container.ImageId,
        Created = Time(container.Created),
        RestartCount = container.RestartCount,
        State = new ContainerStateAnswer
        {
            Status = container.State,
            Pid = container.Pid,
            ExitCode = container.ExitCode,
            OOMKilled = container.OomKilled,
            StartedAt = Time(container.Started),
            FinishedAt = Time(container.Finished),
            Health = container.Health is { } health ? new ContainerHealthAnswer { Status = health } : null,
        },
        Config = new ContainerConfigAnswer { Image = container.Image, Labels = container.Labels.ToDictionary(), Env = container.Env },
        HostConfig = new ContainerHostConfigAnswer
        {
            NetworkMode = container.NetworkMode,
            CgroupParent = container.CgroupParent,
            RestartPolicy = new RestartPolicyAnswer { Name = container.RestartPolicy },
        },
    });

    private static string Time(DateTimeOffset? time) => time?.ToString("O") ?? "0001-01-01T00:00:00Z";
}
