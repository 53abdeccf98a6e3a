using System.Collections.Immutable;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Access;

/// <summary>
/// Follows the keys that are created and revoked at run time, and reports when they were used. While the engine does
/// not answer, the last known keys stay valid.
/// </summary>
internal sealed class KeyRefresher(
    IGrainFactory grains,
    ApiKeyRing ring,
    TokenKeys tokens,
    TimeProvider time,
    ApiOptions options,
    ILogger<KeyRefresher> log) : BackgroundService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private KeyBoard? _board;
    private DateTimeOffset _reportedAt;
    private bool _failing;

    private IKeysGrain Owner => grains.GetGrain<IKeysGrain>(0);

    /// <summary>Reads the keys now, for example after a change. Never throws for a failure of the engine.</summary>
    public async Task TryRefreshAsync(CancellationToken stopping)
    {
        await _turn.WaitAsync(stopping);
        try
        {
            await TryAsync(stopping);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    private async Task RefreshAsync(CancellationToken stopping)
    {
        _board = await Owner.GetAsync(_board?.Version ?? 0).AsTask().WaitAsync(Timeout, time, stopping) ?? _board;
        if (_board is { } board)
        {
            tokens.Set(board.TokenSecrets);
            DateTimeOffset now = time.GetUtcNow();
            bool expires = board.Keys.Any(key => key.OldUntil is not null && key.RevokedAt is null);
            if (board.Version != ring.Version || expires)
            {
                await ReportAsync(stopping); // the new ring counts uses from zero
                ring.Set(board, now);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _reportedAt = time.GetUtcNow();
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.KeyRefreshSeconds), time);
        do
        {
            await TryRefreshAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await RefreshAsync(stopping);
            if (time.GetUtcNow() - _reportedAt >= ReportEvery)
            {
                await ReportAsync(stopping);
            }

            _failing = false;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            if (!_failing)
            {
                log.LogWarning(
                    error, "Failed to read the keys that were created at run time; the last ones stay valid.");
            }

            _failing = true;
        }
    }

    private async Task ReportAsync(CancellationToken stopping)
    {
        long since = _reportedAt.ToUnixTimeMilliseconds();
        ImmutableArray<KeyUse> uses =
        [
            .. ring.Runtime.Where(key => key.UsedAtMs >= since)
                .Select(key => new KeyUse(key.Id!, DateTimeOffset.FromUnixTimeMilliseconds(key.UsedAtMs))),
        ];
        _reportedAt = time.GetUtcNow();
        if (!uses.IsEmpty)
        {
            await Owner.UsedAsync(uses).AsTask().WaitAsync(Timeout, time, stopping);
        }
    }
}
