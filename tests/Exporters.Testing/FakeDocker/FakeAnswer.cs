using System.Text;

namespace Exporters.Testing.FakeDocker;

/// <summary>What the fake daemon says to one request.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Fault">What goes wrong with it.</param>
public sealed record FakeAnswer(int Status, byte[] Body, string ContentType = "application/json", FakeFault Fault = FakeFault.None)
{
    /// <summary>Never answers.</summary>
    public static readonly FakeAnswer Hanging = new(200, [], Fault: FakeFault.Hang);

    /// <summary>200 with this JSON.</summary>
    public static FakeAnswer Json(string body) => new(200, Encoding.UTF8.GetBytes(body));

    /// <summary>A refusal in the daemon's words.</summary>
    public static FakeAnswer Error(int status, string message) =>
        new(status, Encoding.UTF8.GetBytes($"{{\"message\":{System.Text.Json.JsonSerializer.Serialize(message)}}}\n"));

    /// <summary>This answer, broken off after half of its body.</summary>
    public FakeAnswer Cut() => this with { Fault = FakeFault.Cut };

    /// <summary>This answer, held back after half of its body.</summary>
    public FakeAnswer HangingInBody() => this with { Fault = FakeFault.HangInBody };
}
