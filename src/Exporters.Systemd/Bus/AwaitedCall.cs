using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>A call that waits for an answer of known form.</summary>
internal sealed class AwaitedCall<T>(BusCall call, string signature, BodyReader<T> read) : PendingCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Complete(in MessageHeader message)
    {
        try
        {
            if (message.Type == MessageHeader.Error)
            {
                _answer.TrySetException(new BusErrorException(
                    call.ToString(), Encoding.UTF8.GetString(message.ErrorName), message.FirstText()));
                return;
            }

            if (!Encoding.Latin1.GetString(message.Signature).Equals(signature, StringComparison.Ordinal))
            {
                throw new BusFormatException($"the answer has the types \"{Encoding.Latin1.GetString(message.Signature)}\", expected \"{signature}\"");
            }

            var body = new WireReader(message.Body, message.IsBigEndian);
            _answer.TrySetResult(read(ref body));
        }
        catch (BusFormatException e)
        {
            _answer.TrySetException(new BusFormatException($"{call}: {e.Message}"));
        }
    }

    public override void Fail(Exception reason) => _answer.TrySetException(reason);
}
