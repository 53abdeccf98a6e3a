using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Client;
using Personalization.Client.Events;
using Personalization.Client.Http;

namespace Personalization.Tests.Clients;

/// <summary>Which calls the registered client repeats after a failure.</summary>
public sealed class ClientRetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_is_repeated_after_a_failure()
    {
        ScriptedHandler handler = new(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        await using ServiceProvider provider = ProviderOf(handler);

        _ = await provider.GetRequiredService<PersonalizationClient>().Models.GetAsync(Stop);

        Assert.Equal(["GET /v1/models", "GET /v1/models"], handler.Requests);
    }

    [Fact]
    public async Task An_event_is_repeated_with_the_same_id()
    {
        ScriptedHandler handler = new(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        await using ServiceProvider provider = ProviderOf(handler);
        handler.Answer = """{"results":[{"index":0,"status":"accepted"}],"accepted":1}""";

        _ = await provider.GetRequiredService<PersonalizationClient>().Events.SendAsync(
            InteractionEvent.View("ann", "p-1"), Stop);

        Assert.Equal(2, handler.Bodies.Count);
        Assert.Equal(handler.Bodies[0], handler.Bodies[1]);
        Assert.Contains("\"eventId\":\"", handler.Bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_must_not_run_twice_is_not_repeated()
    {
        ScriptedHandler handler = new(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        await using ServiceProvider provider = ProviderOf(handler);

        PersonalizationException failed = await Assert.ThrowsAsync<PersonalizationException>(
            () => provider.GetRequiredService<PersonalizationClient>().Models.TrainAsync(cancellationToken: Stop));

        Assert.Equal(ProblemCodes.Unavailable, failed.Code);
        Assert.Equal(["POST /v1/models/train"], handler.Requests);
    }

    [Theory]
    [InlineData("shop", 10, 3, 2, "BaseAddress must be an absolute http or https address but was 'shop'.")]
    [InlineData(
        "http://shop", 3, 3, 2, "AttemptTimeout must be above 0 and less than Timeout (00:00:03) but was 00:00:03.")]
    [InlineData("http://shop", 10, 3, 11, "Retries must be 0 to 10 but was 11.")]
    public void An_invalid_option_is_refused_at_registration(
        string address, int timeout, int attempt, int retries, string message)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            new ServiceCollection().AddPersonalizationClient(options =>
            {
                options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute);
                options.Timeout = TimeSpan.FromSeconds(timeout);
                options.AttemptTimeout = TimeSpan.FromSeconds(attempt);
                options.Retries = retries;
            }));

        Assert.Equal(message, refused.Message);
    }

    private static ServiceProvider ProviderOf(ScriptedHandler handler)
    {
        ServiceCollection services = new();
        services
            .AddPersonalizationClient(options =>
            {
                options.BaseAddress = new Uri("http://shop.invalid");
                options.RetryDelay = TimeSpan.FromMilliseconds(1);
            })
            .ConfigurePrimaryHttpMessageHandler(() => handler);
        return services.BuildServiceProvider();
    }

    private sealed class ScriptedHandler(params HttpStatusCode[] statuses) : HttpMessageHandler
    {
        private readonly Queue<HttpStatusCode> _statuses = new(statuses);

        public List<string> Requests { get; } = [];

        public List<string> Bodies { get; } = [];

        public string Answer { get; set; } = "{}";

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            if (request.Content is not null)
            {
                Bodies.Add(await request.Content.ReadAsStringAsync(cancellationToken));
            }

            return new HttpResponseMessage(_statuses.Dequeue()) { Content = new StringContent(Answer) };
        }
    }
}
