using Exporters.Logs.Batching;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Otlp;
using Exporters.Logs.Storage;
using Exporters.Logs.Streams;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Delivery;

/// <summary>
/// The sending side: takes batches in order, notes the intent, sends, notes the settlement, counts. One batch is on its way at a
/// time, so a kill makes at most that one arrive twice; the reading side fills the next ones meanwhile.
/// </summary>
internal sealed partial class Dispatcher(Batcher batcher, ISender sender, CheckpointStore store, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryStateAfter = TimeSpan.FromSeconds(1);

    private readonly List<Settlement> _settlements = [];
    private volatile string? _stateProblem;

    /// <summary>Called when a batch was given back: there is room again.</summary>
    public Action? Released { get; set; }

    /// <summary>Why the checkpoints cannot be written now, for which nothing is sent; null when they can.</summary>
    public string? StateProblem => _stateProblem;

    /// <summary>Sends until no more batches come. Cancelled it ends at once; what it did not settle is sent again by the next run.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await batcher.Closed.WaitToReadAsync(cancellationToken))
        {
            while (batcher.Closed.TryRead(out var batch))
            {
                await SendAsync(batch, cancellationToken);
            }
        }
    }

    /// <summary>One batch from intent to settlement.</summary>
    public async Task SendAsync(Batch batch, CancellationToken cancellationToken)
    {
        var outcome = SendOutcome.AllDelivered;
        if (batch.Count > 0)
        {
            await WriteAsync(() => store.Intend(batch), cancellationToken);
            outcome = await sender.SendAsync(batch.Resource, batch.Entries, cancellationToken);
        }

        Reckon(batch, outcome);
        await WriteAsync(() => store.Settle(batch, _settlements), cancellationToken);
        foreach (var settlement in _settlements)
        {
            settlement.Ledger.Settle(settlement.Delivered, settlement.RejectedLines, settlement.DroppedLines);
        }

        for (var i = 0; i < batch.PartCount; i++)
        {
            var part = batch.PartAt(i);
            part.Stream.AckedOffset = part.End.Offset;
            part.Stream.Source.Ledger.DeliveredUpToTicks = part.LastTicks;
        }

        batcher.Release(batch);
        Released?.Invoke();
    }

    /// <summary>What became of each source's lines.</summary>
    private void Reckon(Batch batch, SendOutcome outcome)
    {
        _settlements.Clear();
        for (var i = 0; i < batch.PartCount; i++)
        {
            var part = batch.PartAt(i);
            var settlement = Of(part.Stream.Source.Ledger);
            settlement.Delivered += part.Lines;
            foreach (var (reason, lines) in part.Dropped)
            {
                settlement.Delivered -= lines;
                settlement.Drop(reason, lines);
            }
        }

        foreach (var (index, reason) in outcome.Rejected)
        {
            var settlement = Of(batch.PartAt(batch.Origin(index)).Stream.Source.Ledger);
            settlement.Delivered -= batch.Entries[index].Lines;
            settlement.Reject(reason, batch.Entries[index].Lines);
        }
    }

    private Settlement Of(SourceLedger ledger)
    {
        foreach (var settlement in _settlements)
        {
            if (settlement.Ledger == ledger)
            {
                return settlement;
            }
        }

        var added = new Settlement(ledger);
        _settlements.Add(added);
        return added;
    }

    /// <summary>Writes state, again and again until it can be: nothing is sent that a kill would make arrive twice for ever.</summary>
    private async Task WriteAsync(Action write, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                write();
                if (_stateProblem is not null)
                {
                    _stateProblem = null;
                    Log.StateWritten(logger);
                }

                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var problem = $"{e.Message.TrimEnd('.')}. {WriteAdvice.For(e, store.DirectoryPath)}";
                if (_stateProblem is null)
                {
                    Log.StateNotWritten(logger, problem);
                }

                _stateProblem = problem;
            }

            await Task.Delay(RetryStateAfter, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Checkpoints cannot be written: {Reason} Lines wait where they are until logs.state_dir has room; nothing is lost")]
        public static partial void StateNotWritten(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Checkpoints can be written again")]
        public static partial void StateWritten(ILogger logger);
    }
}
