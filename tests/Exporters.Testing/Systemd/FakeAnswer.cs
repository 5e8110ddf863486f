namespace Exporters.Testing.Systemd;

/// <summary>What <see cref="FakeBus"/> does about a call.</summary>
public sealed record FakeAnswer(FakeAnswer.Kind What, string Signature = "", byte[]? Bytes = null, string Error = "")
{
    public enum Kind
    {
        /// <summary>A reply with a body.</summary>
        Reply,

        /// <summary>An error reply.</summary>
        Error,

        /// <summary>Nothing, for ever.</summary>
        Silence,

        /// <summary>The connection is closed.</summary>
        Drop,

        /// <summary>These bytes, as they are.</summary>
        Raw,
    }

    public static readonly FakeAnswer Silence = new(Kind.Silence);

    public static readonly FakeAnswer Drop = new(Kind.Drop);

    public static FakeAnswer Reply(string signature, params object[] values) => new(Kind.Reply, signature, FakeWire.Marshal(signature, values));

    public static FakeAnswer ReplyBytes(string signature, byte[] body) => new(Kind.Reply, signature, body);

    public static FakeAnswer Fails(string name) => new(Kind.Error, "s", FakeWire.Marshal("s", "scripted"), name);

    public static FakeAnswer Raw(params byte[] bytes) => new(Kind.Raw, "", bytes);
}
