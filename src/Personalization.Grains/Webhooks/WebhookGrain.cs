using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Grains.Webhooks;

/// <inheritdoc cref="IWebhookGrain"/>
[GrainType("personalization-webhook")]
public sealed class WebhookGrain(
    [PersistentState("webhook", "models")] IPersistentState<WebhookState> stored,
    IWebhookSender sender,
    IOptions<WebhookOptions> options,
    WebhookMetrics meter,
    TimeProvider time,
    ILogger<WebhookGrain> log) : Grain, IWebhookGrain, IDisposable
{
    /// <summary>The longest wait of the timer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The pause after the state could not be stored.</summary>
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(5);

    /// <summary>Serializes changes of the state: calls and deliveries interleave.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);

    private IGrainTimer? _timer;
    private bool _sending;
    private bool _deleted;

    /// <summary>The stored state. Readers interleave and must not see a change that is not stored.</summary>
    private WebhookState _state = new();

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = stored.State;
        _timer = this.RegisterGrainTimer(
            DeliverAsync,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
            {
                Interleave = true,
                KeepAlive = true,
            });
        Schedule();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Hide(Id);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task KeepRunningAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<WebhookView> CreateAsync(WebhookDefinition webhook)
    {
        await ChangeAsync(_ => new WebhookState
        {
            Url = webhook.Url,
            Events = webhook.Events,
            Secret = webhook.Secret,
            CreatedAt = time.GetUtcNow(),
        });
        return View()!;
    }

    /// <inheritdoc/>
    public Task<WebhookView?> GetAsync() => Task.FromResult(View());

    /// <inheritdoc/>
    public Task<ImmutableArray<WebhookDelivery>?> GetDeliveriesAsync() =>
        Task.FromResult<ImmutableArray<WebhookDelivery>?>(_state.Url is null ? null : _state.Deliveries);

    /// <inheritdoc/>
    public async Task<WebhookView?> EnqueueAsync(WebhookEvent published)
    {
        if (_state.Url is not null)
        {
            await ChangeAsync(state => WebhookQueue.Enqueue(state, published, options.Value, time.GetUtcNow()));
        }

        return View();
    }

    /// <inheritdoc/>
    public async Task<WebhookView?> RotateAsync(string secret, DateTimeOffset oldUntil)
    {
        if (_state.Url is not null)
        {
            await ChangeAsync(
                state => state with { Secret = secret, OldSecret = state.Secret, OldSecretUntil = oldUntil });
        }

        return View();
    }

    /// <inheritdoc/>
    public async Task<WebhookView?> ResumeAsync()
    {
        if (_state.Url is not null)
        {
            DateTimeOffset now = time.GetUtcNow();
            await ChangeAsync(state => state with
            {
                DisabledAt = null,
                FailingSince = null,
                Pending =
                [
                    .. state.Pending.Select(pending => pending with { Rounds = 0, QueuedAt = now, NextAt = now }),
                ],
            });
        }

        return View();
    }

    /// <inheritdoc/>
    public async Task DeleteAsync()
    {
        await _writing.WaitAsync();
        try
        {
            (_deleted, _state) = (true, new WebhookState());
            await stored.ClearStateAsync();
        }
        finally
        {
            _ = _writing.Release();
            DeactivateOnIdle();
        }
    }

    /// <summary>Sends the events that are due, one after the other.</summary>
    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        if (_sending)
        {
            return;
        }

        _sending = true;
        bool failed = false;
        try
        {
            while (!_deleted && WebhookQueue.Due(_state, time.GetUtcNow()) is { } due)
            {
                await SendAsync(due, cancellationToken);
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            failed = true;
            log.LogWarning(error, "Failed to store a delivery of webhook {Webhook}.", Id);
        }
        finally
        {
            _sending = false;
            Schedule(failed ? AfterError : TimeSpan.Zero);
        }
    }

    private async Task SendAsync(PendingDelivery due, CancellationToken cancellationToken)
    {
        WebhookRequest request = new(
            new Uri(_state.Url!), due.EventId, due.Body, WebhookQueue.Secrets(_state, time.GetUtcNow()));
        IReadOnlyList<WebhookAttempt> attempts =
            await Task.Run(() => sender.SendAsync(request, cancellationToken), cancellationToken);
        meter.Count(attempts);
        await ChangeAsync(
            state => WebhookQueue.After(state, due, attempts, options.Value, time.GetUtcNow()), schedules: false);
        if (_state.DisabledAt is not null)
        {
            log.LogWarning("Disabled webhook {Webhook}: {Error}", Id, attempts[^1].Error);
        }
    }

    /// <summary>Changes and stores the state, unless the change has no effect or the webhook is deleted.</summary>
    /// <remarks>
    /// A failed write deactivates the grain: the stored state is unknown, and the next activation reads it.
    /// </remarks>
    private async Task ChangeAsync(Func<WebhookState, WebhookState> change, bool schedules = true)
    {
        await _writing.WaitAsync();
        try
        {
            WebhookState next = change(_state);
            if (_deleted || ReferenceEquals(next, _state))
            {
                return;
            }

            stored.State = next;
            await stored.WriteStateAsync();
            _state = next;
            meter.Show(Id, next);
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _ = _writing.Release();
        }

        if (schedules)
        {
            Schedule();
        }
    }

    private void Schedule(TimeSpan least = default)
    {
        if (_sending || _deleted || WebhookQueue.NextAt(_state) is not { } next)
        {
            return;
        }

        TimeSpan wait = next - time.GetUtcNow();
        _timer?.Change(wait < least ? least : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private WebhookView? View() => _state.Url is null ? null : new WebhookView
    {
        Id = Id,
        Url = _state.Url,
        Events = _state.Events,
        State = _state.DisabledAt is not null ? WebhookStatus.Disabled
            : _state.FailingSince is not null ? WebhookStatus.Failing
            : WebhookStatus.Active,
        CreatedAt = _state.CreatedAt,
        FailingSince = _state.FailingSince,
        DisabledAt = _state.DisabledAt,
        DeliveredAt = _state.DeliveredAt,
        Pending = _state.Pending.Length,
        Dropped = _state.Dropped,
        NextAt = WebhookQueue.NextAt(_state),
        OldSecretUntil = _state.OldSecretUntil > time.GetUtcNow() ? _state.OldSecretUntil : null,
    };
}
