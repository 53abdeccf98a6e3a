using Personalization.Testing;

namespace Personalization.BrowserTests;

/// <summary>The engine with the sample shop, without keys, and a browser. Shared by the collection.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private EngineProcess? _engine;
    private Browser? _browser;
    private StockFeed? _stock;

    /// <summary>Gets what the engine has written.</summary>
    public string EngineOutput => _engine!.Output;

    /// <summary>Gets the source of the engine's feed <c>stock</c>.</summary>
    internal StockFeed Stock => _stock!;

    /// <summary>Gets the address of the engine.</summary>
    internal Uri Address => _engine!.Address;

    /// <summary>Gets the browser.</summary>
    internal Browser Browser => _browser!;

    /// <summary>Gets whether the engine has the pages and the item calls that the demo shop is made for.</summary>
    internal bool HasPages { get; private set; }

    /// <summary>Gets an address of the site.</summary>
    internal Uri At(string path) => new(Address, path);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!Browser.IsInstalled)
        {
            return;
        }

        Task<Browser> browser = Browser.StartAsync();
        _stock = await StockFeed.StartAsync();
        _engine = await EngineProcess.StartAsync(
            new EngineLaunch(_data.Path)
                .With("Personalization__Sample", "true")
                .With("Personalization__Training__Search", "false")
                .With("Personalization__Feeds__stock__Kind", "Stock")
                .With("Personalization__Feeds__stock__Url", _stock.Address.AbsoluteUri)
                .With("Personalization__Feeds__stock__IntervalSeconds", "3600")
                .With("Personalization__Api__DefaultDeadlineMs", "5000"), // a busy machine must not change lists
            TestContext.Current.CancellationToken);
        _browser = await browser;
        await LiveModel.WaitAsync(_engine);
        using HttpClient http = new();
        string description = await http.GetStringAsync(
            At("/openapi/v1.json"), TestContext.Current.CancellationToken);
        HasPages = description.Contains("/v1/users/{id}/pages", StringComparison.Ordinal)
            && description.Contains("/v1/items/get", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        if (_stock is not null)
        {
            await _stock.DisposeAsync();
        }

        _data.Dispose();
    }
}
