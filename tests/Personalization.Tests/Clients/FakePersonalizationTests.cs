using Personalization.Client.Http;
using Personalization.Client.Recommendations;
using Personalization.Client.Testing;

namespace Personalization.Tests.Clients;

/// <summary>The fake for tests of applications.</summary>
public sealed class FakePersonalizationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_takes_its_rows_from_the_list_without_repeats()
    {
        using FakePersonalization fake = new();
        fake.Recommend("ann", "p-1", "p-2", "p-3");
        RecommendationPage page = await fake.Client.Recommendations.GetPageAsync(
            "ann",
            new PageQuery
            {
                Rows =
                [
                    new() { Id = "foryou", Source = "recommended", Count = 2 },
                    new() { Id = "new", Source = "newest", Count = 2 },
                ],
            },
            Stop);

        Assert.Equal(["p-1,p-2", "p-3"], page.Rows.Select(row => string.Join(',', row.Items.Select(item => item.Id))));
    }

    [Fact]
    public async Task An_endless_list_ends_without_a_cursor()
    {
        using FakePersonalization fake = new();
        fake.Recommend("ann", "p-1", "p-2");
        List<string> seen = [];
        await foreach (ScrolledItem one in fake.Client.Recommendations.ScrollAsync("ann", cancellationToken: Stop))
        {
            seen.Add($"{one.Item.Id} of {one.Page.RecommendationId}");
        }

        Assert.Equal(["p-1 of fake-list", "p-2 of fake-list"], seen);
    }

    [Fact]
    public async Task A_set_answer_and_a_set_failure_reach_the_application()
    {
        using FakePersonalization fake = new();
        fake.Answer("GET /v1/models", """{"live":"m-1","versions":[{"version":"m-1","status":"live"}]}""");

        Assert.Equal("m-1", (await fake.Client.Models.GetAsync(Stop)).Live);
        fake.Fail(ProblemCodes.TooManyRequests);
        PersonalizationException failed = await Assert.ThrowsAsync<PersonalizationException>(
            () => fake.Client.Models.GetAsync(Stop));
        Assert.Equal((ProblemCodes.TooManyRequests, true), (failed.Code, failed.IsTransient));
    }
}
