using Microsoft.AspNetCore.Components;
using MudBlazor;
using Personalization.Client;
using Personalization.Client.Http;
using Personalization.OperatorConsole.Components.Parts;
using Personalization.OperatorConsole.Engine;

namespace Personalization.OperatorConsole.Components;

/// <summary>The base of every screen: loads once the connection is live, reports failures, and can refresh.</summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PeriodicTimer? _timer;
    private bool _disposed;

    /// <summary>Why the last load failed; null when it did not.</summary>
    protected string? Problem { get; private set; }

    /// <summary>Whether the first load has ended.</summary>
    protected bool IsLoaded { get; private set; }

    /// <summary>Whether a change runs, so that buttons are disabled.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>The client of the signed-in person.</summary>
    protected PersonalizationClient Api { get; private set; } = null!;

    /// <summary>Whether the person may change things.</summary>
    protected bool CanChange => Session.CanChange;

    /// <summary>Ends when the person leaves the screen.</summary>
    protected CancellationToken Stop => _stop.Token;

    /// <summary>How often the screen reads again; null for never.</summary>
    protected virtual TimeSpan? RefreshEvery => null;

    [Inject]
    internal ConsoleSession Session { get; set; } = null!;

    [Inject]
    private ISnackbar Messages { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>The present time.</summary>
    protected DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Reads what the screen shows.</summary>
    protected abstract Task LoadAsync();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        Api = await Session.ClientAsync();
        await ReloadAsync();
        if (_timer is null && RefreshEvery is { } period)
        {
            _timer = new PeriodicTimer(period, Clock);
            _ = RefreshAsync(_timer);
        }
    }

    /// <summary>Reads again and shows the failure, if any.</summary>
    protected async Task ReloadAsync()
    {
        try
        {
            await LoadAsync();
            Problem = null;
        }
        catch (PersonalizationException failed)
        {
            Problem = failed.Message;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        IsLoaded = true;
    }

    /// <summary>Makes a change, says that it is done, and reads again.</summary>
    /// <param name="change">The change.</param>
    /// <param name="done">What was done, as a sentence; null for no message.</param>
    /// <param name="reload">Whether the screen reads again.</param>
    /// <returns>Whether the change succeeded.</returns>
    protected async Task<bool> ChangeAsync(Func<Task> change, string? done, bool reload = true)
    {
        IsBusy = true;
        try
        {
            await change();
            if (done is not null)
            {
                _ = Messages.Add(done, Severity.Success);
            }

            if (reload)
            {
                await ReloadAsync();
            }

            return true;
        }
        catch (PersonalizationException failed)
        {
            _ = Messages.Add(failed.Message, Severity.Error);
            return false;
        }
        catch (ArgumentException invalid)
        {
            _ = Messages.Add(invalid.Message, Severity.Error);
            return false;
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Asks before a change that cannot be undone.</summary>
    /// <param name="title">The question.</param>
    /// <param name="text">What happens.</param>
    /// <param name="action">The label of the button that does it.</param>
    /// <param name="mustType">A text that the person must type; null for none.</param>
    protected async Task<bool> AskAsync(string title, string text, string action, string? mustType = null)
    {
        DialogParameters<ConfirmDialog> parameters = new()
        {
            { dialog => dialog.Text, text },
            { dialog => dialog.Action, action },
            { dialog => dialog.MustType, mustType },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<ConfirmDialog>(title, parameters);
        return await dialog.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the calls and the refresh.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _timer?.Dispose();
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private async Task RefreshAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            await InvokeAsync(async () =>
            {
                if (!_disposed && !IsBusy)
                {
                    await ReloadAsync();
                    StateHasChanged();
                }
            });
        }
    }
}
