using System.Runtime.CompilerServices;
using Azure;
using Azure.Identity;
using Personalization.Abstractions.Stores;
using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Storage.Azure.Connections;

/// <summary>
/// Runs calls to Azure storage with a time limit and a circuit breaker, and turns failures into
/// <see cref="IOException"/>. The Azure client itself retries.
/// </summary>
internal sealed class AzureCalls(TimeSpan timeout, TimeProvider time, ResiliencePipeline? breaker = null)
{
    /// <summary>Name of the circuit breaker that every call goes through.</summary>
    public const string Pipeline = "azure";

    private readonly ResiliencePipeline _breaker = breaker ?? ResiliencePipeline.Empty;

    /// <summary>Runs a call.</summary>
    /// <exception cref="IOException">The service failed or timed out; whether the call took effect is
    /// unknown.</exception>
    /// <exception cref="RequestFailedException">The service rejected the call: not found (404), conflict (409) or
    /// precondition failed (412).</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _breaker.ExecuteAsync(
                static async (made, token) => await made.Calls.TryAsync(made.Call, token).ConfigureAwait(false),
                (Calls: this, Call: call),
                cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException open)
        {
            throw new StoreUnavailableException(
                "Azure storage failed too often; its circuit breaker is open and nothing was stored.", open);
        }
    }

    /// <summary>Gets whether a failure counts against the service.</summary>
    public static bool CountsAgainstService(Exception error) => error is IOException;

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await call(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Runs a query. The time limit applies to each page, not to the whole result.</summary>
    /// <exception cref="IOException">The service failed or timed out.</exception>
    public async IAsyncEnumerable<Page<T>> PagesAsync<T>(
        Func<CancellationToken, AsyncPageable<T>> query,
        int? pageRows,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : notnull
    {
        string? next = null;
        do
        {
            Page<T>? page;
            try
            {
                page = await RunAsync(
                    token => FirstAsync(query(token).AsPages(next, pageRows)), cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException error)
            {
                throw new IOException($"Azure storage failed: {error.Message}", error);
            }

            if (page is not null)
            {
                yield return page;
            }

            next = page?.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    /// <summary>Gets the rows of <see cref="PagesAsync"/>.</summary>
    public async IAsyncEnumerable<T> QueryAsync<T>(
        Func<CancellationToken, AsyncPageable<T>> query,
        int? pageRows,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : notnull
    {
        await foreach (Page<T> page in PagesAsync(query, pageRows, cancellationToken).ConfigureAwait(false))
        {
            foreach (T row in page.Values)
            {
                yield return row;
            }
        }
    }

    /// <summary>
    /// Gets whether the service rejected the call because the row or blob is not in the expected state.
    /// </summary>
    public static bool IsConflict(RequestFailedException error) => error.Status is 404 or 409 or 412;

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, limit.Token);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"Azure storage did not answer within {timeout.TotalSeconds} s.", error);
        }
        catch (Exception error) when (IsFailure(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"Azure storage failed: {error.Message}", error);
        }
    }

    private static async Task<Page<T>?> FirstAsync<T>(IAsyncEnumerable<Page<T>> pages)
        where T : notnull
    {
        await foreach (Page<T> page in pages.ConfigureAwait(false))
        {
            return page;
        }

        return null;
    }

    private static bool IsFailure(Exception error) => error switch
    {
        RequestFailedException refused => !IsConflict(refused),
        AuthenticationFailedException or AggregateException or HttpRequestException => true,
        _ => false,
    };
}
